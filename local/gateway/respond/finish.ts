/** The last step before the wire: compression, the request's ids, and no body where HTTP has none. */
import type { IntegrationAnswer } from '../call';
import type { RequestIds } from '../event/request-context';
import type { GatewayResponse } from '../exchange';
import { chooseCoding, compress } from './compress';

export interface Finishing {
  readonly httpMethod: string;
  readonly acceptEncoding: string | undefined;
  readonly minimumCompressionSize: number | undefined;
  readonly ids: RequestIds;
  readonly traceHeader: string;
}

export function finish(
  answer: IntegrationAnswer,
  options: Finishing,
): GatewayResponse | Promise<GatewayResponse> {
  const { acceptEncoding, minimumCompressionSize } = options;
  const coding = chooseCoding(acceptEncoding, answer.headers, answer.body.length, minimumCompressionSize);
  if (!coding) return dress(answer, options, answer.body);
  return compress(answer.body, coding).then(body =>
    dress({ ...answer, headers: [...answer.headers, ['Content-Encoding', coding]] }, options, body),
  );
}

function dress(
  answer: IntegrationAnswer,
  { httpMethod, ids, traceHeader }: Finishing,
  body: Buffer,
): GatewayResponse {
  const headers: (readonly [string, string])[] = [
    ['x-amzn-RequestId', ids.requestId],
    ['x-amz-apigw-id', ids.extendedRequestId],
    ...answer.headers,
  ];
  if (answer.traced && !answer.headers.some(([name]) => name.toLowerCase() === 'x-amzn-trace-id'))
    headers.push(['X-Amzn-Trace-Id', traceHeader]);
  const bodiless = httpMethod === 'HEAD' || answer.status === 204 || answer.status === 304;
  return { status: answer.status, headers, body: bodiless ? Buffer.alloc(0) : body };
}
