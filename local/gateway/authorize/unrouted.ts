/**
 * A request that found no method: API Gateway takes it for a call of an AWS operation, so whatever stands in
 * Authorization is read as a signature and its mistakes are answered; else Missing Authentication Token, never 404.
 */
import { type GatewayRequest, isRefusal, type Refusal } from '../exchange';
import { missingAuthenticationToken } from '../gateway-response/refusals';
import { readSignature } from './sigv4/parse';

export function refuseUnrouted(request: GatewayRequest): Refusal {
  const claim = readSignature(request);
  return isRefusal(claim)
    ? claim
    : missingAuthenticationToken(`No method for ${request.method} ${request.path}`);
}
