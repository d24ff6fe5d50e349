import { integrationHeaders } from '../../../../local/gateway/event/headers';
import type { RawHeaders } from '../../../../local/gateway/listen/raw-headers';
import type { RestApiModel } from '../../../../local/template/rest-api-model';
import { apiModel } from '../fixtures';

function headersFor(headers: RawHeaders, api: Partial<RestApiModel> = {}, decompressed = false) {
  const request = {
    method: 'GET',
    path: '/',
    query: '',
    headers,
    body: Buffer.alloc(0),
    sourceIp: '203.0.113.7',
    protocol: 'HTTP/1.1',
    receivedAt: 0,
  };
  return integrationHeaders(request, apiModel(api), {
    traceHeader: 'Root=1-a-b',
    port: 3000,
    extendedRequestId: 'id=',
    decompressed,
  });
}

const own = ['X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto'];
const names = (headers: RawHeaders) => headers.map(([name]) => name);

describe('the headers of an integration', () => {
  test('are those of the client, in their order, case and number', () => {
    const sent = [
      ['tEsT', '1'],
      ['Accept', 'a'],
      ['tEsT', '2'],
    ] as const;
    expect(headersFor(sent).slice(0, 3)).toEqual(sent);
  });

  test('leave out what belongs to the connection or is forbidden', () => {
    const forbidden = [
      'Connection',
      'Content-Length',
      'Content-MD5',
      'Expect',
      'Max-Forwards',
      'Proxy-Authenticate',
      'Server',
      'TE',
      'Trailer',
      'Transfer-Encoding',
      'Upgrade',
      'WWW-Authenticate',
    ];
    expect(names(headersFor(forbidden.map(name => [name, 'v'])))).toEqual(own);
  });

  test('name the client after those who forwarded it', () => {
    const headers = headersFor([
      ['X-Forwarded-For', '198.51.100.1'],
      ['X-Forwarded-Proto', 'gopher'],
    ]);
    expect(headers).toEqual([
      ['X-Amzn-Trace-Id', 'Root=1-a-b'],
      ['X-Forwarded-For', '198.51.100.1, 203.0.113.7'],
      ['X-Forwarded-Port', '3000'],
      ['X-Forwarded-Proto', 'http'],
    ]);
  });

  test('drop Content-Encoding once it is undone', () => {
    expect(names(headersFor([['Content-Encoding', 'gzip']], {}, true))).toEqual(own);
    expect(names(headersFor([['Content-Encoding', 'gzip']]))).toEqual(['Content-Encoding', ...own]);
  });

  test('drop a signature but not a token', () => {
    expect(names(headersFor([['Authorization', 'AWS4-HMAC-SHA256 Credential=…']]))).toEqual(own);
    expect(headersFor([['Authorization', 'Bearer x']])[0]).toEqual(['Authorization', 'Bearer x']);
  });

  test('of an edge-optimized API have those of CloudFront, which cannot be forged', () => {
    const headers = headersFor(
      [
        ['authorization', 'x'],
        ['host', 'h'],
        ['cloudfront-viewer-country', 'XX'],
      ],
      { endpointType: 'EDGE' },
    );
    expect(names(headers)).toEqual(
      expect.arrayContaining([
        'Authorization',
        'Host',
        'User-Agent',
        'Via',
        'X-Amz-Cf-Id',
        'CloudFront-Viewer-ASN',
      ]),
    );
    expect(headers.filter(([name]) => name.toLowerCase() === 'cloudfront-viewer-country')).toEqual([
      ['CloudFront-Viewer-Country', 'US'],
    ]);
    expect(headers.find(([name]) => name === 'X-Forwarded-For')?.[1]).toMatch(
      /^203\.0\.113\.7, \d+\.\d+\.\d+\.\d+$/,
    );
  });
});
