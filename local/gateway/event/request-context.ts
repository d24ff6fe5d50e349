/**
 * `requestContext` of a proxy event, the same values that `$context` has in mapping templates. Keys in the order in
 * which API Gateway sends them. (API Gateway developer guide, "$context variables"; recorded events.)
 */
import type { MethodModel } from '../../template/rest-api-model';
import type { Admission, Authorization, GatewayRequest } from '../exchange';
import { headerValue } from '../listen/raw-headers';
import type { Address } from '../match/address';

export interface RequestIds {
  /** x-amzn-RequestId */
  readonly requestId: string;
  /** x-amz-apigw-id */
  readonly extendedRequestId: string;
}

export interface ContextSource {
  readonly request: GatewayRequest;
  readonly ids: RequestIds;
  readonly accountId: string;
  readonly address: Address;
  /** Absent when the request found none. */
  readonly method?: MethodModel | undefined;
  readonly authorization?: Authorization | undefined;
  readonly admission?: Admission | undefined;
}

export type RequestContext = Readonly<Record<string, unknown>>;

export function requestContext(source: ContextSource): RequestContext {
  const { request, ids, accountId, address, method, authorization } = source;
  const domainName = headerValue(request.headers, 'host') ?? '';
  const context: Record<string, unknown> = {};
  if (method) context['resourceId'] = method.resourceId;
  const authorizer = authorizerContext(authorization);
  if (authorizer) context['authorizer'] = authorizer;
  if (method) context['resourcePath'] = method.path;
  if (method?.operationName) context['operationName'] = method.operationName;
  context['httpMethod'] = request.method;
  context['extendedRequestId'] = ids.extendedRequestId;
  context['requestTime'] = commonLogTime(request.receivedAt);
  context['path'] = address.contextPath;
  context['accountId'] = accountId;
  context['protocol'] = request.protocol;
  context['stage'] = address.stage.name;
  context['domainPrefix'] = domainName.split('.', 1)[0];
  context['requestTimeEpoch'] = request.receivedAt;
  context['requestId'] = ids.requestId;
  context['identity'] = identity(source);
  context['domainName'] = domainName;
  context['deploymentId'] = address.stage.deploymentId;
  context['apiId'] = address.api.id;
  return context;
}

function identity({ request, method, authorization, admission }: ContextSource): Record<string, unknown> {
  const identity: Record<string, unknown> = {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: headerValue(request.headers, 'user-agent') ?? null,
    user: null,
  };
  if (request.vpcEndpointId) {
    identity['vpceId'] = request.vpcEndpointId;
    identity['vpcId'] = localVpc;
  }
  if (method?.apiKeyRequired && admission) {
    identity['apiKey'] = admission.apiKey;
    identity['apiKeyId'] = admission.apiKeyId;
  }
  return authorization ? Object.assign(identity, authorization.identity) : identity;
}

/** The network that the VPC endpoint's listener stands for. */
const localVpc = 'vpc-00000000000000000';

function authorizerContext(authorization: Authorization | undefined): Record<string, unknown> | undefined {
  if (!authorization) return undefined;
  const context = {
    ...(authorization.principalId === undefined ? {} : { principalId: authorization.principalId }),
    ...authorization.context,
    ...(authorization.latencyMilliseconds === undefined
      ? {}
      : { integrationLatency: authorization.latencyMilliseconds }),
  };
  return Object.keys(context).length === 0 ? undefined : context;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

let lastTime: { readonly second: number; readonly text: string } | undefined;

/** `21/Nov/2026:21:18:04 +0000`; requests of one second share it. */
function commonLogTime(epochMilliseconds: number): string {
  const second = Math.floor(epochMilliseconds / 1000);
  if (lastTime?.second !== second) lastTime = { second, text: formatTime(epochMilliseconds) };
  return lastTime.text;
}

function formatTime(epochMilliseconds: number): string {
  const iso = new Date(epochMilliseconds).toISOString();
  return `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
