/** The methods of a REST API, each with the path that its resources make and its integration. */

import { rootResourceId } from './identity';
import type { IntegrationModel, MethodModel } from './rest-api-model';
import type { Identified } from './rest-apis';
import { flag, flagMap, list, number, type Properties, record, text, textMap, texts, word } from './values';

export function readMethods(apiId: string, parts: readonly Identified[]): MethodModel[] {
  const paths = new Map([[rootResourceId(apiId), '/']]);
  const resources = parts.filter(({ type }) => type === 'AWS::ApiGateway::Resource');
  const parents = new Map(resources.map(part => [part.ref, part.properties]));
  const pathOf = (resourceId: string): string => {
    const known = paths.get(resourceId);
    if (known !== undefined) return known;
    const properties = parents.get(resourceId);
    const parent = properties ? pathOf(text(properties['ParentId']) ?? '') : '/';
    const path = `${parent === '/' ? '' : parent}/${text(properties?.['PathPart']) ?? ''}`;
    paths.set(resourceId, path);
    return path;
  };
  const validators = new Map(
    parts
      .filter(({ type }) => type === 'AWS::ApiGateway::RequestValidator')
      .map(part => [part.ref, part.properties]),
  );
  return parts
    .filter(({ type }) => type === 'AWS::ApiGateway::Method')
    .map(({ properties }) => {
      const resourceId = text(properties['ResourceId']) ?? '';
      return readMethod(resourceId, pathOf(resourceId), properties, validators);
    });
}

function readMethod(
  resourceId: string,
  path: string,
  properties: Properties,
  validators: ReadonlyMap<string, Properties>,
): MethodModel {
  const validator = validators.get(text(properties['RequestValidatorId']) ?? '');
  const integration = record(properties['Integration']);
  return {
    resourceId,
    path,
    httpMethod: text(properties['HttpMethod']) ?? 'ANY',
    operationName: text(properties['OperationName']),
    authorizationType: word(properties['AuthorizationType'], [
      'NONE',
      'AWS_IAM',
      'CUSTOM',
      'COGNITO_USER_POOLS',
    ]),
    authorizerId: text(properties['AuthorizerId']),
    authorizationScopes: texts(properties['AuthorizationScopes']),
    apiKeyRequired: flag(properties['ApiKeyRequired']) ?? false,
    requestParameters: flagMap(properties['RequestParameters']),
    requestModels: textMap(properties['RequestModels']),
    validator: validator && {
      body: flag(validator['ValidateRequestBody']) ?? false,
      parameters: flag(validator['ValidateRequestParameters']) ?? false,
    },
    integration: integration['Type'] === undefined ? undefined : readIntegration(integration),
    methodResponses: list(properties['MethodResponses']).map(value => {
      const response = record(value);
      return {
        statusCode: text(response['StatusCode']) ?? '200',
        responseModels: textMap(response['ResponseModels']),
        responseParameters: flagMap(response['ResponseParameters']),
      };
    }),
  };
}

function readIntegration(integration: Properties): IntegrationModel {
  return {
    type: word(integration['Type'], ['MOCK', 'AWS_PROXY', 'AWS', 'HTTP', 'HTTP_PROXY']),
    httpMethod: text(integration['IntegrationHttpMethod']),
    uri: text(integration['Uri']),
    connectionType: word(integration['ConnectionType'], ['INTERNET', 'VPC_LINK']),
    connectionId: text(integration['ConnectionId']),
    credentials: text(integration['Credentials']),
    passthroughBehavior: word(integration['PassthroughBehavior'], [
      'WHEN_NO_MATCH',
      'WHEN_NO_TEMPLATES',
      'NEVER',
    ]),
    contentHandling: contentHandlingOf(integration),
    requestTemplates: textMap(integration['RequestTemplates']),
    requestParameters: textMap(integration['RequestParameters']),
    timeoutMilliseconds: number(integration['TimeoutInMillis']) ?? 29_000,
    responses: list(integration['IntegrationResponses']).map(value => {
      const response = record(value);
      return {
        statusCode: text(response['StatusCode']) ?? '200',
        selectionPattern: text(response['SelectionPattern']),
        contentHandling: contentHandlingOf(response),
        responseTemplates: textMap(response['ResponseTemplates']),
        responseParameters: textMap(response['ResponseParameters']),
      };
    }),
  };
}

function contentHandlingOf(properties: Properties): IntegrationModel['contentHandling'] {
  const handling = properties['ContentHandling'];
  return handling === 'CONVERT_TO_BINARY' || handling === 'CONVERT_TO_TEXT' ? handling : undefined;
}
