/**
 * The headers that an integration gets to see. API Gateway drops those of the connection and a few more, and adds its
 * own; an edge-optimized API adds CloudFront's. (API Gateway developer guide, "Amazon API Gateway important notes",
 * table of header restrictions; recorded behaviour for the exact list.)
 */
import type { RestApiModel } from '../../template/rest-api-model';
import type { GatewayRequest } from '../exchange';
import type { RawHeaders } from '../listen/raw-headers';

const dropped = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  'x-http-method-override',
]);
/** CloudFront writes these in its own case, whatever case they were sent in. */
const edgeSpelling: Readonly<Record<string, string>> = {
  authorization: 'Authorization',
  'user-agent': 'User-Agent',
};
/** Set by API Gateway itself below, whatever the client sent. */
const replaced = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);
const edgeOnly = new Set(['via', 'x-amz-cf-id']);
/** An address of CloudFront's published ranges, which stands for the edge location between client and API. */
const edgeLocation = '130.176.1.1';

const edgeHeaders: RawHeaders = [
  ['CloudFront-Forwarded-Proto', 'https'],
  ['CloudFront-Is-Desktop-Viewer', 'true'],
  ['CloudFront-Is-Mobile-Viewer', 'false'],
  ['CloudFront-Is-SmartTV-Viewer', 'false'],
  ['CloudFront-Is-Tablet-Viewer', 'false'],
  ['CloudFront-Viewer-ASN', '64496'],
  ['CloudFront-Viewer-Country', 'US'],
];
const edgeNames = new Set(edgeHeaders.map(([name]) => name.toLowerCase()));

export function integrationHeaders(
  request: GatewayRequest,
  api: RestApiModel,
  options: {
    readonly traceHeader: string;
    readonly port: number;
    readonly extendedRequestId: string;
    readonly decompressed: boolean;
  },
): RawHeaders {
  const edge = api.endpointType === 'EDGE';
  const headers: (readonly [string, string])[] = [];
  let forwardedFor = '';
  for (const header of request.headers) {
    const name = header[0].toLowerCase();
    if (name === 'x-forwarded-for')
      forwardedFor = forwardedFor === '' ? header[1] : `${forwardedFor}, ${header[1]}`;
    if (dropped.has(name) || replaced.has(name)) continue;
    if (options.decompressed && name === 'content-encoding') continue;
    if (edge && (edgeOnly.has(name) || edgeNames.has(name))) continue;
    // A signature was made for API Gateway; no backend could check it.
    if (name === 'authorization' && header[1].startsWith('AWS4-HMAC-SHA256')) continue;
    const spelling = name === 'host' ? 'Host' : edge ? edgeSpelling[name] : undefined;
    headers.push(spelling === undefined ? header : [spelling, header[1]]);
  }
  if (edge) {
    headers.push(...edgeHeaders);
    headers.push(
      ['Via', '1.1 edge.cloudfront.net (CloudFront)'],
      ['X-Amz-Cf-Id', `${options.extendedRequestId}edge`],
    );
    if (!headers.some(([name]) => name === 'User-Agent')) headers.push(['User-Agent', 'Amazon CloudFront']);
  }
  const hops = [forwardedFor, request.sourceIp, edge ? edgeLocation : ''].filter(hop => hop !== '');
  headers.push(
    ['X-Amzn-Trace-Id', options.traceHeader],
    ['X-Forwarded-For', hops.join(', ')],
    ['X-Forwarded-Port', String(options.port)],
    ['X-Forwarded-Proto', 'http'],
  );
  return headers;
}
