/**
 * What local runs know of a cloud assembly: one plain model, with every intrinsic resolved. `local/template` makes it;
 * the gateway, the runtime and the services read nothing else.
 */
import type {
  ApiKeyModel,
  DomainModel,
  RestApiModel,
  UsagePlanModel,
  UserPoolModel,
  VpcLinkModel,
} from './rest-api-model';

export interface Model {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionModel[];
  readonly tables: readonly TableModel[];
  readonly queues: readonly QueueModel[];
  readonly topics: readonly TopicModel[];
  readonly buckets: readonly BucketModel[];
  readonly eventSources: readonly EventSourceModel[];
  readonly schedules: readonly ScheduleModel[];
  readonly apis: readonly RestApiModel[];
  readonly usagePlans: readonly UsagePlanModel[];
  readonly apiKeys: readonly ApiKeyModel[];
  readonly domains: readonly DomainModel[];
  readonly vpcLinks: readonly VpcLinkModel[];
  /** User pools by ARN; their tokens are checked against a JWKS given locally. */
  readonly userPools: readonly UserPoolModel[];
  /** What the templates hold and a local run does not serve, each with the reason. */
  readonly unsupported: readonly Unsupported[];
}

export interface Unsupported {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

export interface FunctionModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Where the code is: a folder, or the text of an inline function. */
  readonly code: { readonly directory: string } | { readonly inline: string };
  /** `file.export`, as `Handler` of a zip function or the first word of an image's command. */
  readonly handler: string;
  /** Folders of layers; Node looks for packages in their `nodejs/node_modules`. */
  readonly layers: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Environments at most, from `ReservedConcurrentExecutions`. */
  readonly reservedConcurrency?: number;
  readonly tracing: 'Active' | 'PassThrough';
  readonly deadLetterArn?: string;
  readonly logGroupName: string;
  /** Names the variable that tells which tokens the function accepts, from the metadata `jobgate:accepted-tokens`. */
  readonly acceptedTokensVariable?: string;
  /** ARNs of the REST APIs' methods that may invoke this function, with their wildcards. */
  readonly invokePermissions: readonly { readonly principal: string; readonly sourceArn?: string }[];
  /** Destinations and limits of asynchronous invocations (`AWS::Lambda::EventInvokeConfig`). */
  readonly asynchronous?: {
    readonly maximumRetries?: number;
    readonly maximumEventAgeSeconds?: number;
    readonly onSuccessArn?: string;
    readonly onFailureArn?: string;
  };
}

export interface TableModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** The template's properties in the form that CreateTable takes. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly timeToLiveAttribute?: string;
}

export interface QueueModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** Attributes in the form that CreateQueue takes. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TopicModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly subscriptions: readonly {
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

export interface BucketModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
}

export interface EventSourceModel {
  readonly logicalId: string;
  readonly functionArn: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  readonly maximumConcurrency?: number;
  readonly enabled: boolean;
}

export interface ScheduleModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Rules send an EventBridge event, Scheduler sends its input alone. */
  readonly source: 'rule' | 'scheduler';
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly targets: readonly {
    readonly arn: string;
    readonly input?: string;
    /** Of a rule: variables by path into the event, and the template that they fill. */
    readonly transformer?: { readonly paths: Readonly<Record<string, string>>; readonly template: string };
  }[];
}
