/**
 * What local runs know of a cloud assembly: one plain model, with every intrinsic resolved. `local/template` makes it;
 * the gateway, the runtime and the services read nothing else.
 */
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

export interface RestApiModel {
  readonly logicalId: string;
  readonly id: string;
  readonly name: string;
  readonly endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  readonly vpcEndpointIds: readonly string[];
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  /** Bytes; absent when compression is off. */
  readonly minimumCompressionSize?: number;
  readonly executeApiEndpointDisabled: boolean;
  /** The resource policy document. */
  readonly policy?: unknown;
  readonly methods: readonly MethodModel[];
  /** JSON Schemas (draft 4) by model name; `Empty` and `Error` exist in every API. */
  readonly models: Readonly<Record<string, unknown>>;
  readonly authorizers: readonly AuthorizerModel[];
  readonly gatewayResponses: readonly GatewayResponseModel[];
  readonly stages: readonly StageModel[];
}

export interface MethodModel {
  readonly resourceId: string;
  /** `/jobs/{jobId}`, `/{proxy+}`, `/`. */
  readonly path: string;
  readonly httpMethod: string;
  readonly operationName?: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  readonly authorizerId?: string;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  /** `method.request.header.x` → required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Content type → model name. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly validator?: { readonly body: boolean; readonly parameters: boolean };
  readonly integration?: IntegrationModel;
  readonly methodResponses: readonly {
    readonly statusCode: string;
    readonly responseModels: Readonly<Record<string, string>>;
    readonly responseParameters: Readonly<Record<string, boolean>>;
  }[];
}

export interface IntegrationModel {
  readonly type: 'AWS_PROXY' | 'AWS' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly connectionType: 'INTERNET' | 'VPC_LINK';
  readonly connectionId?: string;
  readonly credentials?: string;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly responses: readonly {
    readonly statusCode: string;
    readonly selectionPattern?: string;
    readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
    readonly responseTemplates: Readonly<Record<string, string>>;
    readonly responseParameters: Readonly<Record<string, string>>;
  }[];
}

export interface AuthorizerModel {
  readonly id: string;
  readonly name: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  readonly uri?: string;
  readonly credentials?: string;
  readonly identitySource?: string;
  readonly identityValidationExpression?: string;
  /** Seconds; 0 switches the cache off. */
  readonly resultTtlSeconds: number;
  readonly providerArns: readonly string[];
}

export interface GatewayResponseModel {
  readonly responseType: string;
  readonly statusCode?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

export interface StageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tracingEnabled: boolean;
  readonly accessLog?: { readonly destinationArn: string; readonly format: string };
  /** As the template has them: `resourcePath` like `/~1jobs` or `/*`, `httpMethod` or `*`. */
  readonly methodSettings: readonly {
    readonly resourcePath: string;
    readonly httpMethod: string;
    readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO';
    readonly dataTraceEnabled?: boolean;
    readonly metricsEnabled?: boolean;
    readonly throttlingRateLimit?: number;
    readonly throttlingBurstLimit?: number;
  }[];
  readonly webAclArn?: string;
}

export interface UsagePlanModel {
  readonly logicalId: string;
  readonly id: string;
  readonly name: string;
  readonly throttle?: Throttle;
  readonly quota?: {
    readonly limit: number;
    readonly period: 'DAY' | 'WEEK' | 'MONTH';
    readonly offset: number;
  };
  readonly stages: readonly {
    readonly apiId: string;
    readonly stage: string;
    /** `/path/METHOD` → throttle. */
    readonly throttle: Readonly<Record<string, Throttle>>;
  }[];
  readonly keyIds: readonly string[];
}

export interface Throttle {
  /** Requests a second; absent: no limit. */
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}

export interface ApiKeyModel {
  readonly logicalId: string;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DomainModel {
  readonly name: string;
  readonly mappings: readonly {
    readonly basePath: string;
    readonly apiId: string;
    readonly stage?: string;
  }[];
}

export interface UserPoolModel {
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
  readonly clientIds: readonly string[];
}

/** How an API reaches a private back end: bound locally to an upstream, where the template's metadata names one. */
export interface VpcLinkModel {
  readonly logicalId: string;
  readonly id: string;
  readonly name: string;
  /** DNS names of the load balancers behind it. */
  readonly targetHosts: readonly string[];
  /** Base address of the local stand-in or `sample`, from the resource's metadata `jobgate:upstream`. */
  readonly upstream?: string;
}
