/**
 * Invokes a function and tells failures of the function from failures to invoke it. Throttling (429 of Lambda) is a
 * 500 of API Gateway, an event beyond 6 MB a 413. (Lambda API reference, "Invoke": errors; API Gateway developer
 * guide, "Handle Lambda errors".)
 */
import type { LambdaInvoker } from '../../runtime/invocation';
import { integrationFailure } from '../gateway-response/refusals';
import type { IntegrationRefusal } from './integration';

export interface LambdaAnswer {
  readonly payload: string;
  readonly requestId: string;
  /** The message of the function's error when it failed; `payload` is then that error. */
  readonly functionError?: string;
}

export async function invokeLambda(
  invoker: LambdaInvoker,
  functionArn: string,
  payload: string,
  traceHeader: string,
): Promise<LambdaAnswer | IntegrationRefusal> {
  const invocation = await invoker.invoke(functionArn, payload, { traceHeader });
  switch (invocation.kind) {
    case 'answered':
      return { payload: invocation.payload, requestId: invocation.requestId };
    case 'failed':
      return {
        payload: invocation.payload,
        requestId: invocation.requestId,
        functionError: errorMessage(invocation.payload),
      };
    case 'throttled':
      return {
        ...integrationFailure(
          'Lambda invocation failed with status: 429. Execution failed due to configuration error: Rate Exceeded.',
        ),
        traced: true,
      };
    case 'request-too-large':
      return {
        refusal: 'REQUEST_TOO_LARGE',
        message: 'Request Too Long',
        errorType: 'RequestTooLargeException',
        reason: 'Lambda invocation failed with status: 413. The event is larger than 6291456 bytes.',
        traced: true,
      };
    case 'unknown-function':
      return integrationFailure(
        `Execution failed due to configuration error: Function not found: ${functionArn}`,
      );
  }
}

function errorMessage(payload: string): string {
  try {
    const { errorMessage: message } = JSON.parse(payload) as { errorMessage?: unknown };
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}
