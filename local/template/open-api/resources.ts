/**
 * An OpenAPI document as the resources that a template would hold in its place: API Gateway makes the same resources,
 * methods, models, validators, authorizers and gateway responses of it. (API Gateway developer guide, "Develop REST
 * APIs using OpenAPI" and "OpenAPI extensions for API Gateway"; recorded imports.)
 */
import { type Resource, rootResourceId, stableId } from '../identity';
import type { Identified } from '../rest-apis';
import { list, type Properties, record, text } from '../values';
import { basePath } from './base-path';
import { type Described, dereferenced } from './document';
import { readIntegration } from './integration';
import { readModels, requestModels } from './models';
import { methodSecurity, readAuthorizers } from './security';

/** @param basePathMode `ignore`, `prepend` or `split`: what becomes of the document's base path */
export function describedResources(
  api: Resource,
  apiId: string,
  document: Properties,
  basePathMode: string,
): Identified[] {
  const described: Described = {
    document,
    apiId,
    part: (kind, name, properties) => {
      const resource: Resource = {
        stack: api.stack,
        logicalId: `${api.logicalId} ${name}`,
        type: `AWS::ApiGateway::${kind}`,
        properties: { RestApiId: apiId, ...properties },
        metadata: {},
      };
      return { ...resource, ref: kind === 'Model' ? name : stableId(resource) };
    },
  };
  const { part } = described;
  const authorizers = readAuthorizers(described);
  const validators = Object.entries(record(document['x-amazon-apigateway-request-validators'])).map(
    ([name, value]) => {
      const { validateRequestBody, validateRequestParameters } = record(value);
      const properties = {
        ValidateRequestBody: validateRequestBody,
        ValidateRequestParameters: validateRequestParameters,
      };
      return [name, part('RequestValidator', name, properties)] as const;
    },
  );
  const responses = Object.entries(record(document['x-amazon-apigateway-gateway-responses'])).map(
    ([type, value]) => {
      const { statusCode, responseParameters, responseTemplates } = record(value);
      return part('GatewayResponse', type, {
        ResponseType: type,
        StatusCode: statusCode,
        ResponseParameters: responseParameters,
        ResponseTemplates: responseTemplates,
      });
    },
  );
  return [
    ...validators.map(([, validator]) => validator),
    ...responses,
    ...readModels(described),
    ...authorizers.values(),
    ...readPaths(described, basePath(document, basePathMode), {
      validators: new Map(validators),
      authorizers,
    }),
  ];
}

const methodNames = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const anyMethod = 'x-amazon-apigateway-any-method';

function readPaths(
  described: Described,
  prefix: string,
  { validators, authorizers }: Record<'validators' | 'authorizers', ReadonlyMap<string, Identified>>,
): Identified[] {
  const resources = new Map<string, Identified>();
  const resourceId = (path: string): string => {
    if (path === '') return rootResourceId(described.apiId);
    const cut = path.lastIndexOf('/');
    const resource =
      resources.get(path) ??
      described.part('Resource', path, {
        ParentId: resourceId(path.slice(0, cut)),
        PathPart: path.slice(cut + 1),
      });
    resources.set(path, resource);
    return resource.ref;
  };
  const methods = Object.entries(record(described.document['paths'])).flatMap(([declared, value]) => {
    const path = `${prefix}${declared}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
    const item = dereferenced(described.document, value);
    return Object.entries(item).flatMap(([name, operation]) => {
      if (!methodNames.has(name) && name !== anyMethod) return [];
      const httpMethod = name === anyMethod ? 'ANY' : name.toUpperCase();
      const validator = validators.get(
        text(
          record(operation)['x-amazon-apigateway-request-validator'] ??
            described.document['x-amazon-apigateway-request-validator'],
        ) ?? '',
      );
      return described.part('Method', `${httpMethod} ${path}`, {
        ...readOperation(described, path, record(operation), list(item['parameters'])),
        ...methodSecurity(described.document, record(operation), authorizers),
        ResourceId: resourceId(path),
        HttpMethod: httpMethod,
        RequestValidatorId: validator?.ref,
        Integration: readIntegration(record(operation)['x-amazon-apigateway-integration'], httpMethod),
      });
    });
  });
  return [...resources.values(), ...methods];
}

function readOperation(
  described: Described,
  path: string,
  operation: Properties,
  ofPath: readonly unknown[],
): Properties {
  const parameters = [...ofPath, ...list(operation['parameters'])].map(parameter =>
    dereferenced(described.document, parameter),
  );
  return {
    OperationName: operation['operationId'],
    RequestParameters: { ...pathParameters(path), ...requestParameters(parameters) },
    RequestModels: requestModels(described, operation, parameters),
    MethodResponses: Object.entries(record(operation['responses'])).map(([statusCode, response]) => ({
      StatusCode: statusCode,
      ResponseParameters: Object.fromEntries(
        Object.keys(record(dereferenced(described.document, response)['headers'])).map(name => [
          `method.response.header.${name}`,
          false,
        ]),
      ),
    })),
  };
}

/** API Gateway declares the parameters of the path itself. */
function pathParameters(path: string): Record<string, boolean> {
  return Object.fromEntries(
    [...path.matchAll(/\{([^{}+]+)\}/g)].map(([, name]) => [`method.request.path.${name}`, true]),
  );
}

const locations: Readonly<Record<string, string>> = {
  query: 'querystring',
  header: 'header',
  path: 'path',
};

function requestParameters(parameters: readonly Properties[]): Record<string, boolean> {
  return Object.fromEntries(
    parameters.flatMap(({ in: place, name, required }) => {
      const location = locations[String(place)];
      return location === undefined ? [] : [[`method.request.${location}.${name}`, required === true]];
    }),
  );
}
