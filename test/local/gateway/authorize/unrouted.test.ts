import { refuseUnrouted } from '../../../../local/gateway/authorize/unrouted';

const request = (headers: [string, string][]) => ({
  method: 'GET',
  path: '/dev/random-path',
  query: '',
  headers,
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  protocol: 'HTTP/1.1',
  receivedAt: 0,
});

test.each([
  [[], 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  [
    [['Authorization', 'Bearer abc']],
    'IncompleteSignatureException',
    'missing equal-sign) in Authorization header',
  ],
  [
    [['Authorization', 'Bearer a=b']],
    'IncompleteSignatureException',
    "Authorization header requires 'Credential' parameter.",
  ],
  [
    [
      ['authorization', 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b'],
      ['x-amz-date', '1'],
    ],
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ],
] as [[string, string][], string, string][])(
  'a request with %j is refused as %s',
  (headers, errorType, message) => {
    const refusal = refuseUnrouted(request(headers));
    expect(refusal).toMatchObject({ refusal: 'MISSING_AUTHENTICATION_TOKEN', errorType });
    expect(refusal.message).toContain(message);
  },
);
