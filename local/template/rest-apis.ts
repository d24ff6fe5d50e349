/** REST APIs of a template, or of an OpenAPI document in it: stages, authorizers, models, gateway responses, methods. */

import type { Resource } from './identity';
import { readMethods } from './methods';
import { openApiDocument } from './open-api/document';
import { describedResources } from './open-api/resources';
import type { AuthorizerModel, GatewayResponseModel, RestApiModel, StageModel } from './rest-api-model';
import type { StackScope } from './stack-scope';
import { flag, list, number, type Properties, record, text, textMap, texts, word } from './values';

/** A resource of a template with what `Ref` answers for it. */
export interface Identified extends Resource {
  readonly ref: string;
}

export function readRestApi(
  scope: StackScope,
  api: Resource,
  everything: readonly Identified[],
): RestApiModel {
  const { ref: id } = scope.identify(api.logicalId);
  const document = openApiDocument(scope.stack, api.properties);
  const properties = document ? withDocument(api.properties, document) : api.properties;
  const basePathMode = text(record(properties['Parameters'])['basepath']) ?? 'ignore';
  const parts = [
    ...(document ? describedResources(api, id, document, basePathMode) : []),
    ...everything.filter(part => part.properties['RestApiId'] === id),
  ];
  const ofType = (type: string) => parts.filter(part => part.type === `AWS::ApiGateway::${type}`);
  const configuration = record(properties['EndpointConfiguration']);
  return {
    logicalId: api.logicalId,
    id,
    name: text(properties['Name']) ?? api.logicalId,
    endpointType: word(texts(configuration['Types'])[0], ['EDGE', 'REGIONAL', 'PRIVATE']),
    vpcEndpointIds: texts(configuration['VpcEndpointIds']),
    apiKeySource: word(properties['ApiKeySourceType'], ['HEADER', 'AUTHORIZER']),
    binaryMediaTypes: texts(properties['BinaryMediaTypes']),
    minimumCompressionSize: number(properties['MinimumCompressionSize']),
    executeApiEndpointDisabled: flag(properties['DisableExecuteApiEndpoint']) ?? false,
    policy: policyOf(properties['Policy']),
    methods: readMethods(id, parts),
    models: readModels(ofType('Model')),
    authorizers: ofType('Authorizer').map(readAuthorizer),
    gatewayResponses: ofType('GatewayResponse').map(readGatewayResponse),
    stages: [...ofType('Stage'), ...ofType('Deployment')].flatMap(part => readStage(part, everything)),
  };
}

/** Where both say something the document counts; lists are joined. (CloudFormation, RestApi `Mode`.) */
function withDocument(properties: Properties, document: Properties): Properties {
  const extension = (name: string) => document[`x-amazon-apigateway-${name}`];
  const ofServers = list(document['servers']).map(
    server => record(server)['x-amazon-apigateway-endpoint-configuration'],
  );
  const endpoint = record(extension('endpoint-configuration') ?? ofServers.find(Boolean));
  const configuration = record(properties['EndpointConfiguration']);
  return {
    ...properties,
    Name: properties['Name'] ?? record(document['info'])['title'],
    EndpointConfiguration: {
      Types: texts(configuration['Types'] ?? endpoint['types']),
      VpcEndpointIds: [...texts(configuration['VpcEndpointIds']), ...texts(endpoint['vpcEndpointIds'])],
    },
    ApiKeySourceType: extension('api-key-source') ?? properties['ApiKeySourceType'],
    BinaryMediaTypes: [...texts(properties['BinaryMediaTypes']), ...texts(extension('binary-media-types'))],
    MinimumCompressionSize: extension('minimum-compression-size') ?? properties['MinimumCompressionSize'],
    DisableExecuteApiEndpoint:
      endpoint['disableExecuteApiEndpoint'] ?? properties['DisableExecuteApiEndpoint'],
    Policy: extension('policy') ?? properties['Policy'],
  };
}

function policyOf(policy: unknown): unknown {
  // An empty text takes away the policy that the API had.
  if (policy === '') return undefined;
  return typeof policy === 'string' ? JSON.parse(policy) : policy;
}

/** Models that every API has from the start. */
const presetModels = {
  Empty: { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Empty Schema', type: 'object' },
  Error: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  },
};

function readModels(models: readonly Identified[]): RestApiModel['models'] {
  const own = models.map(({ ref, properties }) => {
    const schema = properties['Schema'];
    return [ref, typeof schema === 'string' ? JSON.parse(schema) : (schema ?? {})];
  });
  return { ...presetModels, ...Object.fromEntries(own) };
}

function readAuthorizer({ ref, logicalId, properties }: Identified): AuthorizerModel {
  return {
    id: ref,
    name: text(properties['Name']) ?? logicalId,
    type: word(properties['Type'], ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS']),
    uri: text(properties['AuthorizerUri']),
    credentials: text(properties['AuthorizerCredentials']),
    identitySource: text(properties['IdentitySource']),
    identityValidationExpression: text(properties['IdentityValidationExpression']),
    resultTtlSeconds: number(properties['AuthorizerResultTtlInSeconds']) ?? 300,
    providerArns: texts(properties['ProviderARNs']),
  };
}

function readGatewayResponse({ properties }: Identified): GatewayResponseModel {
  return {
    responseType: text(properties['ResponseType']) ?? '',
    statusCode: text(properties['StatusCode']),
    responseParameters: textMap(properties['ResponseParameters']),
    responseTemplates: textMap(properties['ResponseTemplates']),
  };
}

/** A stage of its own, or the one that a deployment makes by naming it. */
function readStage(
  { type, ref, properties }: Identified,
  everything: readonly Identified[],
): StageModel | [] {
  const ownResource = type === 'AWS::ApiGateway::Stage';
  const name = text(properties['StageName']);
  if (name === undefined) return [];
  const settings = ownResource ? properties : record(properties['StageDescription']);
  const accessLog = record(settings['AccessLogSetting']);
  const destinationArn = text(accessLog['DestinationArn']);
  const format = text(accessLog['Format']);
  return {
    name,
    deploymentId: ownResource ? (text(properties['DeploymentId']) ?? '') : ref,
    variables: textMap(settings['Variables']),
    tracingEnabled: flag(settings['TracingEnabled']) ?? false,
    accessLog: destinationArn === undefined || format === undefined ? undefined : { destinationArn, format },
    methodSettings: list(settings['MethodSettings']).map(readMethodSettings),
    webAclArn: webAclOf(text(properties['RestApiId']) ?? '', name, everything),
  };
}

function readMethodSettings(value: unknown): StageModel['methodSettings'][number] {
  const settings = record(value);
  const level = settings['LoggingLevel'];
  return {
    resourcePath: text(settings['ResourcePath']) ?? '/*',
    httpMethod: text(settings['HttpMethod']) ?? '*',
    loggingLevel: level === 'ERROR' || level === 'INFO' || level === 'OFF' ? level : undefined,
    dataTraceEnabled: flag(settings['DataTraceEnabled']),
    metricsEnabled: flag(settings['MetricsEnabled']),
    throttlingRateLimit: number(settings['ThrottlingRateLimit']),
    throttlingBurstLimit: number(settings['ThrottlingBurstLimit']),
  };
}

function webAclOf(apiId: string, stage: string, everything: readonly Identified[]): string | undefined {
  const association = everything.find(
    ({ type, properties }) =>
      type === 'AWS::WAFv2::WebACLAssociation' &&
      text(properties['ResourceArn'])?.endsWith(`/restapis/${apiId}/stages/${stage}`),
  );
  return association && text(association.properties['WebACLArn']);
}
