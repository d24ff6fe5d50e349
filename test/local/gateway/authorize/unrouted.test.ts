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
  [[], 'MISSING_AUTHENTICATION_TOKEN', 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  [
    [['Authorization', 'Bearer abc']],
    'DEFAULT_4XX',
    'IncompleteSignatureException',
    'missing equal-sign) in Authorization header',
  ],
  [
    [['Authorization', 'Bearer a=b']],
    'DEFAULT_4XX',
    'IncompleteSignatureException',
    "Authorization header requires 'Credential' parameter.",
  ],
  [
    [
      ['authorization', 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b'],
      ['x-amz-date', '1'],
    ],
    'MISSING_AUTHENTICATION_TOKEN',
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ],
] as [[string, string][], string, string, string][])(
  'a request with %j is refused as %s',
  (headers, type, errorType, message) => {
    const refusal = refuseUnrouted(request(headers));
    expect(refusal).toMatchObject({ refusal: type, errorType });
    expect(refusal.message).toContain(message);
  },
);
