import { type Check, fields, type Problem, text } from './config/check';
import {
  type FunctionConfig,
  functionCheck,
  functionDefaults,
  type WorkerConfig,
  workerCheck,
  workerDefaults,
} from './config/functions';
import { type JobsConfig, jobsCheck, jobsDefaults } from './config/jobs';
import { type LogsConfig, logsCheck, logsDefaults } from './config/logs';
import { type PlanConfig, plansCheck } from './config/plans';
import { type StateConfig, stateCheck } from './config/state';
import { type ThrottleConfig, throttleCheck } from './config/throttle';
import { type TracingConfig, tracingCheck, tracingDefaults } from './config/tracing';

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
   * Usage plans, with their keys.
   * @default - none: no key opens the API until one is made
   */
  readonly plans?: readonly PlanConfig[];
  /**
   * Limit of all callers together, which protects what is behind the API.
   * @default - rate 2000, burst 4000
   */
  readonly throttle?: ThrottleConfig;
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
   * How long jobs live and how often they may fail.
   * @default - 30 days, 5 failures
   */
  readonly jobs?: JobsConfig;
  /**
   * Table and bucket.
   * @default - retained when their stack is deleted
   */
  readonly state?: StateConfig;
}

/** A checked stage config with its name and every default filled in. */
export interface Stage {
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  readonly plans: readonly PlanConfig[];
  readonly throttle: ThrottleConfig;
  readonly logs: Required<LogsConfig>;
  readonly tracing: Required<TracingConfig>;
  readonly api: WithDefaults<FunctionConfig, typeof functionDefaults>;
  readonly worker: WithDefaults<WorkerConfig, typeof workerDefaults>;
  readonly jobs: Required<JobsConfig>;
  readonly state: Required<StateConfig>;
}
type WithDefaults<T, D> = T & Required<Pick<T, keyof T & keyof D>>;

const stageCheck: Check = fields<StageConfig>({
  account: text(
    /^\d{12}$/,
    'the 12 digits of an AWS account',
    'write the account as a string, leading zeros and all',
  ),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region like eu-central-1', 'write the region as AWS does'),
  plans: plansCheck,
  throttle: throttleCheck,
  logs: logsCheck,
  tracing: tracingCheck,
  api: functionCheck,
  worker: workerCheck,
  jobs: jobsCheck,
  state: stateCheck,
});

/** A config that cannot be deployed, with everything that is wrong in it. */
export class ConfigurationError extends Error {
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    super(
      `${source} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map(sentence).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Checks a stage config and fills in its defaults.
 * @throws ConfigurationError naming every problem
 */
export function resolveStage(name: string, config: unknown): Stage {
  const problems: Problem[] = [];
  if (!isStageConfig(config, problems)) throw new ConfigurationError(`config/${name}.ts`, problems);
  const removal = config.state?.removal ?? 'retain';
  return {
    name,
    account: config.account,
    region: config.region,
    plans: config.plans ?? [],
    throttle: config.throttle ?? { rate: 2000, burst: 4000 },
    logs: { ...logsDefaults, ...config.logs },
    tracing: { ...tracingDefaults, ...config.tracing },
    api: { ...functionDefaults, ...config.api },
    worker: { ...workerDefaults, ...config.worker },
    jobs: { ...jobsDefaults, ...config.jobs },
    state: { removal, deletionProtection: config.state?.deletionProtection ?? removal === 'retain' },
  };
}

function isStageConfig(config: unknown, problems: Problem[]): config is StageConfig {
  return stageCheck(config, '', problem => problems.push(problem));
}

function sentence({ path, what, received, allowed, remedy }: Problem): string {
  const shown = JSON.stringify(received) ?? 'nothing';
  return `  ${path || 'the config'} ${what}.\n    received: ${shown}\n    allowed: ${allowed}\n    remedy: ${remedy}`;
}
