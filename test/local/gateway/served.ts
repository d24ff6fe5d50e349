/** A gateway that serves a model over HTTP, with a runtime whose functions answer what a test says. */
import { connect } from 'node:net';
import { type Gateway, type GatewayOptions, startGateway } from '../../../local/gateway/server';
import type { Invocation, LambdaInvoker } from '../../../local/runtime/invocation';
import type { Model } from '../../../local/template/model';
import type { IntegrationModel, MethodModel, RestApiModel } from '../../../local/template/rest-api-model';
import { apiModel, functionModel, methodModel, stageModel } from './fixtures';

export const echoFunction = functionModel('echo');
const lambdaUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${echoFunction.arn}/invocations`;

/** A Lambda proxy integration with the echo function, unless changed. */
export function integrationModel(changes: Partial<IntegrationModel> = {}): IntegrationModel {
  return {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: lambdaUri,
    connectionType: 'INTERNET',
    passthroughBehavior: 'WHEN_NO_MATCH',
    requestTemplates: {},
    requestParameters: {},
    timeoutMilliseconds: 29_000,
    responses: [],
    ...changes,
  };
}

export function response(
  statusCode: string,
  changes: Partial<IntegrationModel['responses'][number]> = {},
): IntegrationModel['responses'][number] {
  return { statusCode, responseTemplates: {}, responseParameters: {}, ...changes };
}

/** A MOCK integration that answers 200, unless changed. */
export function mockIntegration(changes: Partial<IntegrationModel> = {}): IntegrationModel {
  const { uri: _, httpMethod: __, ...rest } = integrationModel();
  return {
    ...rest,
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: [response('200')],
    ...changes,
  };
}

/** Declares what its integration maps, as API Gateway asks for. */
export function method(httpMethod: string, path: string, changes: Partial<MethodModel> = {}): MethodModel {
  const integration = changes.integration ?? integrationModel();
  const mapped = Object.values(integration.requestParameters)
    .map(source => source.replace('.multivalue', '.'))
    .filter(source => /^method\.request\.(header|querystring|path)\./.test(source));
  return methodModel({
    httpMethod,
    path,
    integration,
    requestParameters: Object.fromEntries(mapped.map(source => [source, false])),
    methodResponses: integration.responses.map(({ statusCode, responseParameters }) => ({
      statusCode,
      responseModels: {},
      responseParameters: Object.fromEntries(Object.keys(responseParameters).map(name => [name, false])),
    })),
    ...changes,
  });
}

/** One API with the stage `dev`. */
export function restApi(methods: readonly MethodModel[], changes: Partial<RestApiModel> = {}): RestApiModel {
  return apiModel({ methods, stages: [stageModel()], ...changes });
}

export function appModel(apis: readonly RestApiModel[], changes: Partial<Model> = {}): Model {
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    functions: [echoFunction],
    tables: [],
    queues: [],
    topics: [],
    buckets: [],
    eventSources: [],
    schedules: [],
    apis,
    usagePlans: [],
    apiKeys: [],
    domains: [],
    userPools: [],
    vpcLinks: [],
    unsupported: [],
    ...changes,
  };
}

/** A runtime whose functions answer what `answer` makes of the event. */
export function answering(answer: (event: Record<string, unknown>) => unknown): LambdaInvoker {
  return {
    async invoke(_, payload): Promise<Invocation> {
      const result = await answer(JSON.parse(payload) as Record<string, unknown>);
      return { kind: 'answered', requestId: 'request-1', payload: JSON.stringify(result) ?? 'null' };
    },
  };
}

/** Answers with the event itself. */
export const echoing = answering(event => ({ statusCode: 200, body: JSON.stringify(event) }));

export function serve(model: Model, changes: Partial<GatewayOptions> = {}): Promise<Gateway> {
  return startGateway({
    model,
    invoker: echoing,
    clock: { now: () => Date.now() },
    port: 0,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'secret' },
    accessLog: () => {},
    ...changes,
  });
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Sends bytes as they are, and gives what came back until the server closed the connection. */
export function exchange(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', chunk => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
