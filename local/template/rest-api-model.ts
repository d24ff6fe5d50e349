/** REST APIs as local runs know them, and who may call them: plans, keys, domains, user pools, VPC links. */
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
