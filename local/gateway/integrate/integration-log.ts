/** What the logs tell of an integration's call: always its figures, and what was sent and answered if the stage asks. */
import type { Call } from '../call';
import type { Clock } from '../exchange';
import type { RawHeaders } from '../listen/raw-headers';
import type { LoggedIntegration } from '../log/logged-request';

interface Sent {
  readonly uri: string;
  readonly headers?: RawHeaders;
  readonly body: string | Buffer;
}

interface Received {
  readonly status?: number;
  readonly functionStatus?: number;
  readonly requestId?: string;
  readonly headers?: RawHeaders;
  readonly body?: string | Buffer;
  readonly error?: string;
}

/** Begins when the integration is called; the function it gives ends it. */
export function logIntegration(
  call: Call,
  clock: Clock,
  sent: Sent,
): (received: Received) => LoggedIntegration {
  const started = clock.now();
  return ({ headers, body, ...received }) => ({
    ...received,
    uri: sent.uri,
    latencyMilliseconds: clock.now() - started,
    ...(call.dataTrace
      ? {
          requestHeaders: sent.headers,
          requestBody: sent.body.toString(),
          responseHeaders: headers,
          responseBody: body?.toString(),
        }
      : {}),
  });
}
