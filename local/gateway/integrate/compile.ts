/** Chooses the kind of a method's integration and compiles it, once for each stage because of the stage variables. */
import { integrationFailure } from '../gateway-response/refusals';
import { TemplateError } from '../template/template-error';
import { compileAwsService } from './aws-service';
import { compileHttp } from './http';
import type { Integration, IntegrationPlace, IntegrationPorts, Unservable } from './integration';
import { compileLambda } from './lambda';
import { compileLambdaProxy } from './lambda-proxy';
import { compileMock } from './mock';

export function compileIntegration(
  place: IntegrationPlace,
  ports: IntegrationPorts,
): Integration | Unservable {
  const { integration } = place.method;
  if (!integration) {
    return async () =>
      integrationFailure('Execution failed due to configuration error: No integration defined for method');
  }
  try {
    const uri = withStageVariables(integration.uri ?? '', place.stage.variables);
    switch (integration.type) {
      case 'MOCK':
        return compileMock(integration, place.api.binaryMediaTypes);
      case 'AWS_PROXY':
        return compileLambdaProxy(uri, place, ports);
      case 'AWS':
        return uri.includes(':lambda:path/')
          ? compileLambda(uri, place, ports)
          : compileAwsService(uri, place, ports);
      case 'HTTP':
      case 'HTTP_PROXY':
        return compileHttp(uri, connectionIdOf(place), integration, place.api, ports);
    }
  } catch (error) {
    // API Gateway takes such a method in and answers 500 when it is called.
    if (error instanceof TemplateError || error instanceof SyntaxError) {
      const reason = `Execution failed due to configuration error: ${error.message}`;
      return async () => integrationFailure(reason);
    }
    throw error;
  }
}

function connectionIdOf({ method, stage }: IntegrationPlace): string | undefined {
  const id = method.integration?.connectionId;
  return id === undefined ? undefined : withStageVariables(id, stage.variables);
}

function withStageVariables(uri: string, variables: Readonly<Record<string, string>>): string {
  return uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) => variables[name] ?? '');
}
