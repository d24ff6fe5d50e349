/** Everything about a stage that is known before its first request: routes, validators, templates, integrations. */
import type { Unsupported } from '../template/model';
import type { MethodModel, RestApiModel, StageModel } from '../template/rest-api-model';
import type { Authorize } from './authorize/authorize-request';
import { type AuthorizePorts, createAuthorize } from './authorize/authorizers';
import { authorizerFunction } from './authorize/lambda/function';
import { compileGatewayResponses, type GatewayResponses } from './gateway-response/answer';
import { compileIntegration } from './integrate/compile';
import { type Integration, type IntegrationPorts, isUnservable } from './integrate/integration';
import type { LogSink } from './log/sink';
import { compileStageLog, type StageLog } from './log/stage-log';
import { compileRoutes, type Routes } from './match/routes';
import { compileValidator, type RequestValidator } from './validate/validator';

export interface CompiledMethod {
  readonly method: MethodModel;
  readonly validate: RequestValidator;
  readonly integration: Integration;
}

export interface CompiledStage {
  readonly routes: Routes<CompiledMethod>;
  readonly authorize: Authorize;
  readonly gatewayResponses: GatewayResponses;
  readonly log: StageLog;
  readonly unsupported: readonly Unsupported[];
}

export interface StagePorts extends IntegrationPorts, AuthorizePorts {
  readonly logs: LogSink;
}

export function compileStage(api: RestApiModel, stage: StageModel, ports: StagePorts): CompiledStage {
  const unsupported: Unsupported[] = [];
  const routes = compileRoutes(api.methods, method => {
    const integration = compileIntegration({ api, stage, method }, ports);
    const validate = compileValidator(api, method);
    if (!isUnservable(integration)) return { method, validate, integration };
    unsupported.push({
      stack: api.name,
      logicalId: api.logicalId,
      type: 'AWS::ApiGateway::Method',
      reason: `${method.httpMethod} ${method.path} of stage ${stage.name} answers 501: ${integration.unservable}`,
    });
    return { method, validate, integration: notImplemented(integration.unservable) };
  });
  return {
    routes,
    authorize: createAuthorize(api, ports),
    log: compileStageLog(api.id, stage, ports.logs),
    gatewayResponses: compileGatewayResponses(api.gatewayResponses),
    unsupported: [...unsupported, ...unservedAuthorizers(api, stage, ports)],
  };
}

/** An authorizer may be a function that another project deploys. */
function unservedAuthorizers(
  api: RestApiModel,
  { name, variables }: StageModel,
  { functions }: StagePorts,
): Unsupported[] {
  return api.authorizers.flatMap(authorizer => {
    const decider = authorizerFunction(authorizer, '', functions, variables);
    if (!decider || decider.served) return [];
    const reason =
      `what authorizer ${authorizer.name} of stage ${name} guards answers 500, ` +
      `because ${decider.arn} is no function that is served here.`;
    return [{ stack: api.name, logicalId: api.logicalId, type: 'AWS::ApiGateway::Authorizer', reason }];
  });
}

/** The one answer that is not API Gateway's: it says what a local run cannot do. */
function notImplemented(reason: string): Integration {
  return async () => ({
    refusal: 'DEFAULT_5XX',
    status: 501,
    message: `Not served locally: ${reason}`,
    errorType: 'NotImplementedException',
    reason,
  });
}
