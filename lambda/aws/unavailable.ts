import { Unavailable } from '../core/ports';

const passing = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestThrottled',
  'SlowDown',
  'TimeoutError',
  'AbortError',
  'NetworkingError',
]);
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Calls a service and turns what may pass (throttling, time-outs, 5xx, lost connections) into `Unavailable`. */
export async function calling<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!mayPass(error)) throw error;
    throw new Unavailable(`${what}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata, $retryable } = error as Error & {
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $retryable?: object;
  };
  return (
    passing.has(error.name) ||
    $retryable !== undefined ||
    (code !== undefined && connectionCodes.has(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
