/**
 * Who may call a method, in API Gateway's order: a denial of the resource policy first, then IAM, Cognito or the Lambda
 * authorizer, then both together. Beside a Lambda authorizer either may allow; beside Cognito, and alone, the resource
 * policy must. A private API answers its VPC endpoints only, and nobody without a resource policy.
 * (API Gateway developer guide, "How API Gateway resource policies affect authorization workflow".)
 */
import type { AuthorizerModel, RestApiModel } from '../../template/rest-api-model';
import { isRefusal, type Refusal, type Route } from '../exchange';
import type { Authorize, Authorized, AuthorizeRequest, Denied } from './authorize-request';
import { type CognitoAuthorizer, type CognitoPorts, compileCognitoAuthorizer } from './cognito';
import { authorizeByIam, combined, type IamPorts } from './iam';
import {
  compileLambdaAuthorizer,
  type LambdaAuthorizer,
  type LambdaAuthorizerPorts,
} from './lambda/lambda-authorizer';
import { methodArn } from './method-arn';
import { configurationError, deniedByAuthorizer, deniedByPolicy } from './refusals';
import { compileResourcePolicy, type ResourcePolicy } from './resource-policy';

export interface AuthorizePorts extends LambdaAuthorizerPorts, CognitoPorts, IamPorts {}

const anonymous = 'anonymous';
/** Nobody asked who calls. */
const open: Authorized = { lines: [] };

interface Asked {
  readonly route: Route;
  readonly request: AuthorizeRequest;
  readonly resource: string;
  readonly policy: ResourcePolicy | undefined;
}

export function createAuthorize(api: RestApiModel, ports: AuthorizePorts): Authorize {
  const policy = compileResourcePolicy(api, ports);
  const compile = (authorizer: AuthorizerModel): Ask | Refusal => {
    if (authorizer.type !== 'COGNITO_USER_POOLS') {
      return askLambda(compileLambdaAuthorizer(authorizer, api, ports));
    }
    const cognito = compileCognitoAuthorizer(authorizer, ports);
    return isRefusal(cognito) ? cognito : askCognito(cognito);
  };
  const authorizers = new Map(
    api.authorizers.map(authorizer => [authorizer.id, compiled(authorizer, compile)]),
  );

  const guarded = policy !== undefined || api.endpointType === 'PRIVATE';

  return async (route, request) => {
    if (!guarded && route.method.authorizationType === 'NONE') return open;
    const asked: Asked = {
      route,
      request,
      policy,
      resource: methodArn(ports, route, request.request.method),
    };
    const outside = refusedFromOutside(api, asked);
    if (outside) return outside;
    const { authorizationType, authorizerId = '' } = route.method;
    if (authorizationType === 'NONE') return unlessPolicyAllows(asked) ?? open;
    if (authorizationType === 'AWS_IAM') {
      const authorization = await authorizeByIam(request.request, asked.resource, policy, ports);
      return isRefusal(authorization) ? authorization : { authorization, lines: [] };
    }
    const ask = authorizers.get(authorizerId) ?? configurationError(`Unknown authorizer ${authorizerId}`);
    return isRefusal(ask) ? ask : ask(asked);
  };
}

type Ask = (asked: Asked) => Promise<Authorized | Denied>;

/** An authorizer that cannot be used makes the methods that name it fail, and no other. */
function compiled(
  authorizer: AuthorizerModel,
  compile: (authorizer: AuthorizerModel) => Ask | Refusal,
): Ask | Refusal {
  try {
    return compile(authorizer);
  } catch (error) {
    return configurationError(
      `Authorizer ${authorizer.name}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function askLambda(authorizer: LambdaAuthorizer): Ask {
  return async ({ route, request, resource, policy }) => {
    const byPlace = policy?.verdict(resource, request.request);
    if (byPlace === 'deny') return deniedByPolicy(anonymous, resource, byPlace);
    const answer = await authorizer(route, request);
    if (isRefusal(answer)) return answer;
    const verdict = combined(answer.verdict, byPlace, true);
    const { authorization, lines } = answer;
    return verdict === 'allow' ? answer : { ...deniedByAuthorizer(verdict), authorization, lines };
  };
}

function askCognito(authorizer: CognitoAuthorizer): Ask {
  return async asked => {
    const authorization = await authorizer(asked.route, asked.request);
    if (isRefusal(authorization)) return authorization;
    return unlessPolicyAllows(asked) ?? { authorization, lines: [] };
  };
}

/** A resource policy that stands alone must allow the call. */
function unlessPolicyAllows({ policy, resource, request }: Asked): Refusal | undefined {
  const verdict = policy?.verdict(resource, request.request) ?? 'allow';
  return verdict === 'allow' ? undefined : deniedByPolicy(anonymous, resource, verdict);
}

function refusedFromOutside(api: RestApiModel, { policy, resource, request }: Asked): Refusal | undefined {
  if (api.endpointType !== 'PRIVATE' || (policy && request.request.vpcEndpointId)) return undefined;
  const verdict = policy?.verdict(resource, request.request);
  return deniedByPolicy(anonymous, resource, verdict === 'deny' ? 'deny' : 'neither');
}
