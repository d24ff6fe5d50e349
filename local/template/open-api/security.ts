/**
 * Security schemes of an OpenAPI document. One with an authorizer is that authorizer, `awsSigv4` is IAM, and an
 * `x-api-key` header without an authorizer asks for an API key; an operation without requirements of its own has the
 * document's. (API Gateway developer guide, "x-amazon-apigateway-authorizer", "x-amazon-apigateway-authtype".)
 */
import type { Identified } from '../rest-apis';
import { list, type Properties, record, text } from '../values';
import type { Described } from './document';

const authorizerOf = (scheme: Properties) => record(scheme['x-amazon-apigateway-authorizer']);

function schemesOf(document: Properties): [name: string, scheme: Properties][] {
  const schemes = {
    ...record(document['securityDefinitions']),
    ...record(record(document['components'])['securitySchemes']),
  };
  return Object.entries(schemes).map(([name, scheme]) => [name, record(scheme)]);
}

/** By the name of their scheme. */
export function readAuthorizers({ document, part }: Described): Map<string, Identified> {
  return new Map(
    schemesOf(document).flatMap(([name, scheme]) => {
      const settings = authorizerOf(scheme);
      const type = text(settings['type'])?.toUpperCase();
      if (type === undefined) return [];
      const authorizer = part('Authorizer', name, {
        Name: name,
        Type: type,
        AuthorizerUri: settings['authorizerUri'],
        AuthorizerCredentials: settings['authorizerCredentials'],
        IdentitySource:
          type === 'REQUEST' ? settings['identitySource'] : `method.request.header.${scheme['name']}`,
        IdentityValidationExpression: settings['identityValidationExpression'],
        AuthorizerResultTtlInSeconds: settings['authorizerResultTtlInSeconds'],
        ProviderARNs: settings['providerARNs'],
      });
      return [[name, authorizer] as const];
    }),
  );
}

/** Authorization and key of a method. */
export function methodSecurity(
  document: Properties,
  operation: Properties,
  authorizers: ReadonlyMap<string, Identified>,
): Properties {
  const schemes = new Map(schemesOf(document));
  const required = list(operation['security'] ?? document['security'])
    .flatMap(requirement => Object.entries(record(requirement)))
    .flatMap(([name, scopes]) => {
      const scheme = schemes.get(name);
      return scheme ? [{ name, scheme, scopes }] : [];
    });
  const authorized = required.find(({ scheme }) => authorizerOf(scheme)['type'] !== undefined);
  const signed =
    text(record(operation['x-amazon-apigateway-auth'])['type'])?.toUpperCase() === 'AWS_IAM' ||
    required.some(({ scheme }) => text(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4');
  return {
    ApiKeyRequired: required.some(({ scheme }) => isKey(scheme)),
    ...(signed ? { AuthorizationType: 'AWS_IAM' } : {}),
    ...(authorized
      ? {
          AuthorizationType:
            text(authorizerOf(authorized.scheme)['type'])?.toUpperCase() === 'COGNITO_USER_POOLS'
              ? 'COGNITO_USER_POOLS'
              : 'CUSTOM',
          AuthorizerId: authorizers.get(authorized.name)?.ref,
          AuthorizationScopes: authorized.scopes,
        }
      : {}),
  };
}

function isKey(scheme: Properties): boolean {
  return (
    scheme['type'] === 'apiKey' &&
    text(scheme['name'])?.toLowerCase() === 'x-api-key' &&
    authorizerOf(scheme)['type'] === undefined
  );
}
