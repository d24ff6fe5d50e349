/**
 * AWS with a Lambda function: the templated body is the event, the function's answer the body. A failed function's
 * error message selects the integration response, an empty one when it did not fail. Invocation type Event (a mapped
 * X-Amz-Invocation-Type) does not wait. An empty body is the event {}.
 * (API Gateway developer guide, "Lambda custom integrations", "Set up asynchronous invocation of the backend Lambda".)
 */
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
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
import { compileIntegrationResponses } from './integration-response';
import { invokeLambda } from './invoke-lambda';
import { lambdaTarget } from './lambda-function';
import { compileRequestParameters } from './request-parameters';
import { compileRequestTemplates, evaluate } from './request-template';
import { noOverrides } from './template-context';
import { withTimeout } from './timeout';

export function compileLambda(
  uri: string,
  place: IntegrationPlace,
  ports: IntegrationPorts,
): Integration | Unservable {
  const integration = place.method.integration!;
  const target = lambdaTarget(uri, place, ports);
  if (isUnservable(target)) return target;
  const forbidden = forbiddenMapping(integration, 'AWS');
  const template = compileRequestTemplates(integration);
  const parametersOf = compileRequestParameters(integration);
  const respond = compileIntegrationResponses(integration, place.api.binaryMediaTypes);
  return async call => {
    const hindrance = forbidden ?? target.hindrance(call.request.method);
    if (hindrance !== undefined) return integrationFailure(hindrance);
    const overrides = noOverrides();
    const body = template(call, overrides);
    if (isRefusal(body)) return body;
    const payload = body.length === 0 ? '{}' : body.toString('utf8');
    const problem = jsonProblem(payload);
    if (problem !== undefined) return notJson(problem);
    const log = logIntegration(call, ports.clock, { uri, body: payload });
    const invoke = () => invokeLambda(ports.invoker, target.arn, payload, call.traceHeader);
    const parameters = evaluate(() => parametersOf(call, overrides));
    if (isRefusal(parameters)) return parameters;
    if (isEvent(parameters.headers)) {
      // Nobody waits: what becomes of the invocation shows in the function's own log.
      void invoke().catch(() => undefined);
      return respond(
        call,
        {
          selector: '',
          headers: [],
          body: Buffer.alloc(0),
          traced: true,
          logged: log({ status: 202 }),
        },
        overrides,
      );
    }
    const outcome = await withTimeout(invoke(), integration.timeoutMilliseconds);
    if (isRefusal(outcome)) return { ...outcome, logged: log({ error: outcome.reason }) };
    return respond(
      call,
      {
        selector: outcome.functionError ?? '',
        headers: [],
        body: Buffer.from(outcome.payload, 'utf8'),
        traced: true,
        logged: log({ status: 200, requestId: outcome.requestId, body: outcome.payload }),
      },
      overrides,
    );
  };
}

function isEvent(headers: readonly (readonly [string, string])[]): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'x-amz-invocation-type' && value === 'Event');
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Lambda refuses an event that is not JSON, in these words, before the function sees it. */
function notJson(problem: string): IntegrationRefusal {
  const message = `Could not parse request body into json: ${problem}`;
  return {
    refusal: 'BAD_REQUEST_BODY',
    message,
    errorType: 'InvalidRequestContentException',
    reason: `Lambda invocation failed with status: 400. ${message}`,
    traced: true,
  };
}
