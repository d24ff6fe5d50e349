/**
 * TOKEN and REQUEST authorizers. What they answer is cached by identity, for every method of the stage that uses the
 * authorizer, and the cached policy is evaluated anew for each. A function that throws exactly `Unauthorized` answers
 * 401; another error of it is an error of configuration, not a failure: what AWS was seen to do, where the table of
 * response types is silent. (API Gateway developer guide, "Use API Gateway Lambda authorizers".)
 */
import type { Invocation, LambdaInvoker } from '../../../runtime/invocation';
import type { FunctionModel } from '../../../template/model';
import type { AuthorizerModel, RestApiModel } from '../../../template/rest-api-model';
import { type Clock, isRefusal, type Refusal, type Route } from '../../exchange';
import { unauthorized } from '../../gateway-response/refusals';
import { maskKey } from '../../log/mask';
import type { Authorized, AuthorizeRequest, Denied } from '../authorize-request';
import { apiArn, methodArn, type Place } from '../method-arn';
import type { Verdict } from '../policy/policy';
import { authorizerFailure, configurationError, uriTooLong } from '../refusals';
import { conditionValues } from '../resource-policy';
import { type Decision, errorMessage, readDecision } from './decision';
import { DecisionCache } from './decision-cache';
import { type AuthorizerFunction, authorizerFunction } from './function';
import { compileIdentitySources, compileValidationExpression } from './identity-sources';

/** A verdict on the method that is called; the pipeline combines it with the resource policy. */
export interface LambdaAuthorization extends Required<Authorized> {
  readonly verdict: Verdict;
}

export type LambdaAuthorizer = (
  route: Route,
  request: AuthorizeRequest,
) => Promise<LambdaAuthorization | Denied>;

export interface LambdaAuthorizerPorts extends Place {
  readonly clock: Clock;
  readonly invoker: LambdaInvoker;
  readonly functions: readonly FunctionModel[];
}

interface Made {
  readonly decision: Decision;
  readonly latencyMilliseconds: number;
  readonly requestId?: string;
  readonly lines: readonly string[];
}

const longestMethodArn = 1600;

export function compileLambdaAuthorizer(
  authorizer: AuthorizerModel,
  api: RestApiModel,
  ports: LambdaAuthorizerPorts,
): LambdaAuthorizer {
  const identitySources = compileIdentitySources(authorizer.identitySource);
  const isValid = compileValidationExpression(
    authorizer.type === 'TOKEN' ? authorizer.identityValidationExpression : undefined,
  );
  const authorizerArn = `${apiArn(ports, api.id)}authorizers/${authorizer.id}`;
  const targets = new Map(
    api.stages.map(({ name, variables }) => [
      name,
      authorizerFunction(authorizer, authorizerArn, ports.functions, variables),
    ]),
  );
  const cache = new DecisionCache<Decision>(ports.clock, authorizer.resultTtlSeconds);

  return async (route, request) => {
    const arn = methodArn(ports, route, request.request.method);
    if (Buffer.byteLength(arn) > longestMethodArn) return uriTooLong();
    const { variables: stageVariables } = route.stage;
    const identity = identitySources({ values: request.values, stageVariables, context: request.context });
    if (!identity?.every(isValid)) {
      const lines = [`Starting authorizer: ${authorizer.id} for request: ${request.context['requestId']}`];
      return { ...unauthorized(`Unauthorized request: ${request.context['requestId']}`), lines };
    }
    const key = JSON.stringify([route.stage.name, ...identity]);
    const cached = cache.get(key);
    const made: Made | Denied = cached
      ? { decision: cached, latencyMilliseconds: 0, lines: [] }
      : await decide({ authorizer, target: targets.get(route.stage.name), identity, arn, request, ports });
    if (isRefusal(made)) return made;
    const { decision, latencyMilliseconds, requestId, lines } = made;
    if (!cached) cache.set(key, decision);
    return {
      verdict: decision.policy({
        action: 'execute-api:Invoke',
        resource: arn,
        values: conditionValues(request.request),
      }),
      authorization: {
        principalId: decision.principalId,
        context: decision.context,
        identity: {},
        latencyMilliseconds,
        integrationStatus: 200,
        ...(decision.usageKey === undefined ? {} : { usageKey: decision.usageKey }),
        ...(requestId === undefined ? {} : { authorizerRequestId: requestId }),
      },
      lines: [
        ...lines,
        `Using valid authorizer policy for principal: ${maskKey(decision.principalId)}`,
        ...(cached ? [] : ['Successfully completed authorizer execution']),
      ],
    };
  };
}

interface Question {
  readonly authorizer: AuthorizerModel;
  readonly target: AuthorizerFunction | undefined;
  readonly identity: readonly string[];
  readonly arn: string;
  readonly request: AuthorizeRequest;
  readonly ports: LambdaAuthorizerPorts;
}

async function decide(question: Question): Promise<Made | Denied> {
  const { authorizer, target, identity, arn, request, ports } = question;
  const starting = [
    `Starting authorizer: ${authorizer.id} for request: ${request.context['requestId']}`,
    `Incoming identity: ${identity.map(maskKey).join(', ')}`,
  ];
  if (!target) return configurationError(`Invalid function in authorizer ${authorizer.name}`);
  const uri = `https://lambda.${ports.region}.amazonaws.com/2015-03-31/functions/${target.arn}/invocations`;
  if (!target.allowed)
    return { ...configurationError('Invalid permissions on Lambda function'), lines: starting };
  const started = ports.clock.now();
  const event = JSON.stringify(
    authorizer.type === 'TOKEN' ? tokenEvent(identity, arn) : requestEvent(request.event(), arn),
  );
  const invocation = await ports.invoker.invoke(target.arn, event, {
    ...(request.traceHeader === undefined ? {} : { traceHeader: request.traceHeader }),
  });
  const decision = decisionOf(invocation, request);
  const lines = request.dataTrace
    ? [
        ...starting,
        `Endpoint request URI: ${uri}`,
        `Endpoint request body after transformations: ${event}`,
        ...('payload' in invocation ? [`Authorizer result body before parsing: ${invocation.payload}`] : []),
      ]
    : starting;
  if ('refusal' in decision) return { ...decision, lines };
  return {
    decision,
    lines,
    latencyMilliseconds: ports.clock.now() - started,
    ...('requestId' in invocation ? { requestId: invocation.requestId } : {}),
  };
}

function decisionOf(invocation: Invocation, { context }: AuthorizeRequest): Decision | Refusal {
  switch (invocation.kind) {
    case 'answered': {
      const decision = readDecision(invocation.payload);
      return typeof decision === 'string' ? configurationError(decision) : decision;
    }
    case 'failed':
      return errorMessage(invocation.payload) === 'Unauthorized'
        ? unauthorized(`Unauthorized request: ${context['requestId']}`)
        : configurationError(`Authorizer function failed: ${invocation.reason}`);
    case 'unknown-function':
      return configurationError('Invalid permissions on Lambda function');
    default:
      return authorizerFailure(invocation.kind);
  }
}

function tokenEvent([token]: readonly string[], arn: string): object {
  return { type: 'TOKEN', authorizationToken: token, methodArn: arn };
}

/** Where the proxy event has null, an authorizer's has an empty object. */
function requestEvent(shared: Readonly<Record<string, unknown>>, arn: string): object {
  return {
    type: 'REQUEST',
    methodArn: arn,
    ...Object.fromEntries(Object.entries(shared).map(([name, value]) => [name, value ?? {}])),
  };
}
