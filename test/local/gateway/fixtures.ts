/** Models and requests that tests of single gateway modules start from. */
import type { Route } from '../../../local/gateway/exchange';
import type { RequestValues } from '../../../local/gateway/validate/request-values';
import type { FunctionModel } from '../../../local/template/model';
import type { MethodModel, RestApiModel, StageModel } from '../../../local/template/rest-api-model';

export function methodModel(changes: Partial<MethodModel> = {}): MethodModel {
  return {
    resourceId: 'res123',
    path: '/jobs',
    httpMethod: 'GET',
    authorizationType: 'NONE',
    authorizationScopes: [],
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    methodResponses: [],
    ...changes,
  };
}

export function stageModel(changes: Partial<StageModel> = {}): StageModel {
  return {
    name: 'dev',
    deploymentId: 'dep123',
    variables: {},
    tracingEnabled: false,
    methodSettings: [],
    ...changes,
  };
}

export function apiModel(changes: Partial<RestApiModel> = {}): RestApiModel {
  return {
    logicalId: 'Api',
    id: 'api1234567',
    name: 'api',
    endpointType: 'REGIONAL',
    vpcEndpointIds: [],
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    executeApiEndpointDisabled: false,
    methods: [],
    models: {},
    authorizers: [],
    gatewayResponses: [],
    stages: [],
    ...changes,
  };
}

/** A function that API Gateway may invoke, with an ARN of its name. */
export function functionModel(name: string, changes: Partial<FunctionModel> = {}): FunctionModel {
  return {
    logicalId: name,
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    code: { inline: '' },
    layers: [],
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    tracing: 'PassThrough',
    logGroupName: `/aws/lambda/${name}`,
    invokePermissions: [{ principal: 'apigateway.amazonaws.com' }],
    ...changes,
  };
}

export interface RouteChanges {
  readonly api?: Partial<RestApiModel>;
  readonly stage?: Partial<StageModel>;
  readonly method?: Partial<MethodModel>;
  /** @default - the method's */
  readonly httpMethod?: string;
}

export function route(changes: RouteChanges = {}): Route {
  const method = methodModel(changes.method);
  return {
    api: apiModel(changes.api),
    stage: stageModel(changes.stage),
    method,
    httpMethod: changes.httpMethod ?? method.httpMethod,
    pathParameters: null,
    path: method.path,
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** Values of a request with these headers, decoded query and path parameters. */
export function requestValues(
  parts: { headers?: Pairs; query?: Pairs; path?: Readonly<Record<string, string>> } = {},
): RequestValues {
  const headers = (name: string) => valuesOf(parts.headers, key => key.toLowerCase() === name.toLowerCase());
  const queries = (name: string) => valuesOf(parts.query, key => key === name);
  return {
    header: name => headers(name).at(-1),
    headers,
    query: name => queries(name).at(-1),
    queries,
    path: name => parts.path?.[name],
  };
}

function valuesOf(pairs: Pairs | undefined, matches: (name: string) => boolean): string[] {
  return (pairs ?? []).filter(([name]) => matches(name)).map(([, value]) => value);
}

/** Time that stands still until a test moves it. */
export function testClock(start = '2026-11-18T12:00:00Z') {
  let time = Date.parse(start);
  return {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
    set(text: string) {
      time = Date.parse(text);
    },
  };
}
