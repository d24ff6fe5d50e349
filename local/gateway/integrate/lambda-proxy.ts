/**
 * AWS_PROXY: the whole request goes to a function as an event, the function's answer is the response. A function that
 * fails, or answers out of shape, is a 502; one that API Gateway cannot invoke at all a 500.
 * (API Gateway developer guide, "Lambda proxy integrations in API Gateway", "Handle Lambda errors".)
 */
import type { Call, IntegrationAnswer } from '../call';
import { firstAccepted, isBinaryType } from '../event/media-type';
import { proxyEvent } from '../event/proxy-event';
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
import { areSendable, remapHeaders, withContentType } from '../respond/answer-headers';
import { decodeBase64 } from '../respond/base64';
import { type ProxyAnswer, parseProxyAnswer } from '../respond/lambda-proxy-answer';
import { forbiddenMapping } from './forbidden-mappings';
import {
  type Integration,
  type IntegrationPlace,
  type IntegrationPorts,
  type IntegrationRefusal,
  isUnservable,
  type Unservable,
} from './integration';
import { logIntegration } from './integration-log';
import { invokeLambda, type LambdaAnswer } from './invoke-lambda';
import { lambdaTarget } from './lambda-function';
import { withTimeout } from './timeout';

export function compileLambdaProxy(
  uri: string,
  place: IntegrationPlace,
  ports: IntegrationPorts,
): Integration | Unservable {
  const { method, api } = place;
  const target = lambdaTarget(uri, place, ports);
  if (isUnservable(target)) return target;
  const forbidden = forbiddenMapping(method.integration!, 'AWS_PROXY');
  return async call => {
    const hindrance = forbidden ?? target.hindrance(call.request.method);
    if (hindrance !== undefined) return integrationFailure(hindrance);
    const payload = JSON.stringify(proxyEvent(call));
    const log = logIntegration(call, ports.clock, { uri, body: payload });
    const outcome = await withTimeout(
      invokeLambda(ports.invoker, target.arn, payload, call.traceHeader),
      method.integration!.timeoutMilliseconds,
    );
    if ('refusal' in outcome) return { ...outcome, logged: log({ error: outcome.reason }) };
    const { result, told } = judge(outcome, call, api.binaryMediaTypes);
    const received = { status: 200, requestId: outcome.requestId, body: outcome.payload, ...told };
    return { ...result, logged: log(received) };
  };
}

interface Judged {
  readonly result: IntegrationAnswer | IntegrationRefusal;
  /** For the logs. */
  readonly told: { readonly functionStatus?: number; readonly error?: string };
}

function judge(outcome: LambdaAnswer, call: Call, binaryMediaTypes: readonly string[]): Judged {
  const { functionError, requestId, payload } = outcome;
  if (functionError !== undefined) {
    return {
      result: malformed(
        `Lambda execution failed with status 200 due to customer function error: ${functionError}. ` +
          `Lambda request id: ${requestId}`,
      ),
      told: { error: `Lambda Customer Function Error:${functionError}` },
    };
  }
  const answer = parseProxyAnswer(payload);
  const result = answer
    ? dress(answer, call, binaryMediaTypes)
    : malformed('Execution failed due to configuration error: Malformed Lambda proxy response');
  return {
    result,
    told: {
      ...(answer ? { functionStatus: answer.status } : {}),
      ...(isRefusal(result) ? { error: result.reason } : {}),
    },
  };
}

function dress(
  answer: ProxyAnswer,
  call: Call,
  binaryMediaTypes: readonly string[],
): IntegrationAnswer | IntegrationRefusal {
  const headers = withContentType(remapHeaders(answer.headers));
  if (!areSendable(headers)) {
    return malformed(
      'Execution failed due to configuration error: Malformed Lambda proxy response: a header that HTTP does not allow',
    );
  }
  const asBinary =
    answer.isBase64Encoded && isBinaryType(firstAccepted(call.values.header('accept')), binaryMediaTypes);
  const body = asBinary ? decodeBase64(answer.body) : Buffer.from(answer.body, 'utf8');
  if (body) return { status: answer.status, headers, body, traced: true };
  return {
    ...integrationFailure('Execution failed due to configuration error: Unable to base64 decode the body.'),
    traced: true,
  };
}

function malformed(reason: string): IntegrationRefusal {
  return { ...integrationFailure(reason, 502), traced: true };
}
