import { allowedIpsCheck } from './addresses';
import { type AlarmsConfig, alarmsCheck } from './alarms';
import { type AuthorizationConfig, authorizationCheck } from './authorization';
import { type BudgetConfig, budgetCheck } from './budget';
import { type Check, fields, number, oneOf } from './check';
import { type CorsConfig, corsCheck } from './cors';
import { type DomainConfig, domainCheck } from './domain';
import { type FunctionConfig, functionCheck, type WorkerConfig, workerCheck } from './functions';
import { type JobsConfig, jobsCheck } from './jobs';
import { type LogsConfig, logsCheck } from './logs';
import { accountCheck, regionCheck } from './names';
import { type PlanConfig, plansCheck } from './plans';
import { checkPrivate, type PrivateConfig } from './private';
import { privateRules } from './private/places';
import { stageRules } from './stage-rules';
import { type StateConfig, stateCheck } from './state';
import {
  type ScheduleConfig,
  type SubmissionTopicConfig,
  schedulesCheck,
  submissionTopicsCheck,
} from './submissions';
import { type StageThrottleConfig, stageThrottleCheck } from './throttle';
import { type TracingConfig, tracingCheck } from './tracing';
import { variablesCheck } from './variables';
import { type WafConfig, wafCheck } from './waf';

/** What one stage is, as `config/<stage>.ts` writes it. */
export interface StageConfig {
  /**
   * Account that the stage is deployed to.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
  /**
   * Region that the stage is deployed to.
   * @default - the region of the credentials at deployment
   */
  readonly region?: string;
  /**
   * Where API Gateway answers: in the region, at the CloudFront edge, or inside a VPC alone.
   * @default 'regional'
   */
  readonly endpoint?: 'regional' | 'edge' | 'private';
  /**
   * Usage plans, with their keys.
   * @default - none: no key opens the API until one is made
   */
  readonly plans?: readonly PlanConfig[];
  /**
   * Where the API key of a request stands: in its `x-api-key` header, or in what a Lambda authorizer returns.
   * @default 'header'
   */
  readonly keySource?: 'header' | 'authorizer';
  /**
   * How callers prove who they are.
   * @default - mode none: the key alone, which is no proof
   */
  readonly authorization?: AuthorizationConfig;
  /**
   * The name under which the API is called.
   * @default - the name that API Gateway gives it
   */
  readonly domain?: DomainConfig;
  /**
   * Web pages that may call the API.
   * @default - none
   */
  readonly cors?: CorsConfig;
  /**
   * Limit of all callers together, which protects what is behind the API.
   * @default - rate 2000, burst 4000
   */
  readonly throttle?: StageThrottleConfig;
  /**
   * Address ranges from which the API may be called.
   * @default - any
   */
  readonly allowedIps?: readonly string[];
  /**
   * Web application firewall in front of the stage.
   * @default - none
   */
  readonly waf?: WafConfig;
  /**
   * What API Gateway refuses before it costs an invocation: `coarse`, what is no JSON object; `full`, whatever the
   * contract's schema refuses, without naming the field in the body of the answer.
   * @default 'coarse'
   */
  readonly validation?: 'coarse' | 'full';
  /**
   * Size in bytes from which responses are compressed, for callers that accept it.
   * @default - never
   */
  readonly minimumCompressionBytes?: number;
  /**
   * Variables of the API Gateway stage.
   * @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Execution and access logs.
   * @default - errors, kept 30 days
   */
  readonly logs?: LogsConfig;
  /**
   * X-Ray traces.
   * @default - active
   */
  readonly tracing?: TracingConfig;
  /**
   * Alarms.
   * @default - none
   */
  readonly alarms?: AlarmsConfig;
  /**
   * Monthly budget of the account.
   * @default - none
   */
  readonly budget?: BudgetConfig;
  /**
   * The function that answers requests.
   * @default - 512 MB
   */
  readonly api?: FunctionConfig;
  /**
   * The function that runs jobs.
   * @default - 1024 MB, 60 seconds, 10 at the same time
   */
  readonly worker?: WorkerConfig;
  /**
   * How long jobs live, how often they may fail, how many a tenant may have, and which functions elsewhere run some.
   * @default - 30 days, 5 failures, unlimited, none
   */
  readonly jobs?: JobsConfig;
  /**
   * SNS topics whose messages become jobs.
   * @default - none
   */
  readonly submissionTopics?: readonly SubmissionTopicConfig[];
  /**
   * Jobs that are submitted at given times.
   * @default - none
   */
  readonly schedules?: readonly ScheduleConfig[];
  /**
   * Table, bucket and queues.
   * @default - retained when their stack is deleted
   */
  readonly state?: StateConfig;
  /**
   * Back ends in other accounts and networks behind a private REST API.
   * @default - none
   */
  readonly private?: PrivateConfig;
}

export const stageCheck: Check = fields<StageConfig>(
  {
    account: accountCheck,
    region: regionCheck,
    endpoint: oneOf(['regional', 'edge', 'private']),
    plans: plansCheck,
    keySource: oneOf(['header', 'authorizer']),
    authorization: authorizationCheck,
    domain: domainCheck,
    cors: corsCheck,
    throttle: stageThrottleCheck,
    allowedIps: allowedIpsCheck,
    waf: wafCheck,
    validation: oneOf(['coarse', 'full']),
    // The limits of API Gateway's minimumCompressionSize.
    minimumCompressionBytes: number({ minimum: 0, maximum: 10_485_760, unit: 'bytes' }),
    variables: variablesCheck,
    logs: logsCheck,
    tracing: tracingCheck,
    alarms: alarmsCheck,
    budget: budgetCheck,
    api: functionCheck,
    worker: workerCheck,
    jobs: jobsCheck,
    submissionTopics: submissionTopicsCheck,
    schedules: schedulesCheck,
    state: stateCheck,
    private: checkPrivate,
  },
  ...stageRules,
  ...privateRules,
);
