/**
 * An API's resource policy, asked about a caller: where the call comes from, and who makes it if that is known.
 * (API Gateway developer guide, "Control access to a REST API with API Gateway resource policies" and "AWS condition
 * keys that can be used in API Gateway resource policies".)
 */
import type { RestApiModel } from '../../template/rest-api-model';
import type { GatewayRequest } from '../exchange';
import { accountOf, type LocalCredential } from './credentials';
import { apiArn, type Place } from './method-arn';
import type { ConditionValues } from './policy/conditions';
import { compilePolicy, type Verdict } from './policy/policy';
import { headerValue } from './sigv4/parse';

export interface ResourcePolicy {
  verdict(resource: string, request: GatewayRequest, caller?: LocalCredential): Verdict;
}

/** Undefined: the API has none. A policy that cannot be read allows nothing. */
export function compileResourcePolicy(api: RestApiModel, place: Place): ResourcePolicy | undefined {
  if (api.policy === undefined || api.policy === null) return undefined;
  const kind = { principals: true, resourcePrefix: apiArn(place, api.id) };
  const policy = compilePolicy(api.policy, kind) ?? (() => 'neither' as const);
  return {
    verdict: (resource, request, caller) =>
      policy({
        action: 'execute-api:Invoke',
        resource,
        values: conditionValues(request, caller),
        principalArn: caller?.principalArn,
      }),
  };
}

/** The network that the VPC endpoint's listener stands for, as `requestContext` names it. */
const localVpc = 'vpc-00000000000000000';

export function conditionValues(request: GatewayRequest, caller?: LocalCredential): ConditionValues {
  const { sourceIp, vpcEndpointId, receivedAt } = request;
  return {
    // Through an endpoint the address is one of the network's own and has a key of its own.
    ...(vpcEndpointId === undefined
      ? { 'aws:sourceip': sourceIp }
      : { 'aws:vpcsourceip': sourceIp, 'aws:sourcevpce': vpcEndpointId, 'aws:sourcevpc': localVpc }),
    'aws:useragent': headerValue(request, 'user-agent'),
    'aws:referer': headerValue(request, 'referer'),
    // API Gateway takes no plain HTTP; the local listener stands for its TLS one.
    'aws:securetransport': 'true',
    'aws:currenttime': new Date(receivedAt).toISOString(),
    'aws:epochtime': String(Math.floor(receivedAt / 1000)),
    ...(caller && {
      'aws:principalarn': caller.principalArn,
      'aws:principalaccount': accountOf(caller.principalArn),
      'aws:userid': caller.principalId,
      'aws:username': /:user\/(?:.*\/)?([^/]+)$/.exec(caller.principalArn)?.[1],
    }),
  };
}
