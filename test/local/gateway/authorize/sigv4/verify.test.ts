import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import type { LocalCredential } from '../../../../../local/gateway/authorize/credentials';
import { verifySignature } from '../../../../../local/gateway/authorize/sigv4/verify';
import { type GatewayRequest, isRefusal } from '../../../../../local/gateway/exchange';

const now = Date.parse('2026-11-21T12:00:00Z');
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const longTerm: LocalCredential = {
  accessKeyId: 'AKIALOCAL',
  secretAccessKey,
  principalArn: 'arn:aws:iam::000000000000:user/local',
  principalId: 'AIDALOCAL',
};
const temporary: LocalCredential = {
  ...longTerm,
  accessKeyId: 'ASIALOCAL',
  sessionToken: 'token/+=',
  expiresAt: now + 1,
};
const known = [longTerm, temporary];
const credentials = { find: (id: string) => known.find(({ accessKeyId }) => accessKeyId === id) };

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
interface By {
  readonly credential?: Partial<LocalCredential>;
  readonly region?: string;
  readonly service?: string;
  readonly at?: number;
  readonly presigned?: number;
}

/** A request as the SDK signs it, put on the wire as the SDK's client would. */
async function signed(
  { method = 'GET', path = '/dev/jobs', query = {}, headers = {}, body }: Sent = {},
  { credential = {}, region = 'us-east-1', service = 'execute-api', at = now, presigned }: By = {},
): Promise<GatewayRequest> {
  const { accessKeyId, secretAccessKey: secret, sessionToken } = { ...longTerm, ...credential };
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: secret, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service,
    sha256: Sha256,
  });
  const request = {
    method,
    path,
    query,
    headers: { host: '127.0.0.1:3000', ...headers },
    body,
    protocol: 'http:',
    hostname: '127.0.0.1',
  };
  const signingDate = new Date(at);
  const result = presigned
    ? await signer.presign(request, { signingDate, expiresIn: presigned })
    : await signer.sign(request, { signingDate });
  return received(result.method, result.path, result.query ?? {}, result.headers, body);
}

function received(
  method: string,
  path: string,
  query: Record<string, string | string[] | null>,
  headers: Record<string, string>,
  body = '',
): GatewayRequest {
  return {
    method,
    path,
    query: Object.entries(query)
      .flatMap(([name, value]) =>
        [value].flat().map(one => [name, one ?? ''].map(encodeURIComponent).join('=')),
      )
      .join('&'),
    headers: Object.entries(headers),
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
    protocol: 'HTTP/1.1',
    receivedAt: now,
  };
}

const verify = (request: GatewayRequest, at = now) =>
  verifySignature(request, { credentials, region: 'us-east-1', now: at });
/** The message of a refusal, after its type. */
const complaint = async (request: GatewayRequest, at?: number) => {
  const result = await verify(request, at);
  return isRefusal(result) ? `${result.errorType}: ${result.message}` : 'accepted';
};
const withHeader = (name: string, value: string): GatewayRequest => ({
  ...received('GET', '/dev/jobs', {}, { host: 'h' }),
  headers: [
    ['Host', 'h'],
    [name, value],
  ],
});

describe('accepted', () => {
  test.each<[string, Sent, By]>([
    ['a plain request', {}, {}],
    ['a body', { method: 'POST', body: '{"name":"é"}', headers: { 'content-type': 'application/json' } }, {}],
    ['a query with repeated, empty and odd values', { query: { b: ['2', '1'], a: '', 'x y': 'ü/+=&' } }, {}],
    ['an encoded path, which is encoded again', { path: '/dev/jobs/a%20b%2Fc/ü' }, {}],
    ['double slashes and a trailing one', { path: '/dev//jobs/' }, {}],
    ['header values with spaces', { headers: { 'x-note': '  two   words ' } }, {}],
    ['temporary credentials', {}, { credential: temporary }],
    ['a presigned request', { query: { a: 'b' } }, { presigned: 3600 }],
    ['a presigned request of temporary credentials', {}, { presigned: 3600, credential: temporary }],
    ['a clock five minutes slow', {}, { at: now - 300_000 }],
    ['a clock five minutes fast', {}, { at: now + 300_000 }],
  ])('%s', async (_what, sent, by) => {
    const request = await signed(sent, by);
    expect(await verify(request)).toBe(by.credential === temporary ? temporary : longTerm);
  });

  test('a presigned request until it expires', async () => {
    const request = await signed({}, { presigned: 3600 });
    expect(await complaint(request, now + 3_600_000)).toBe('accepted');
    expect(await complaint(request, now + 3_601_000)).toBe(
      'InvalidSignatureException: Signature expired: 20261121T120000Z is now earlier than 20261121T120001Z ' +
        '(20261121T130001Z - 60 min.)',
    );
  });

  test('a body that the client says it did not sign', async () => {
    const request = await signed({ method: 'POST', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    expect(await verify({ ...request, body: Buffer.from('anything') })).toBe(longTerm);
  });

  test('a request dated by HTTP alone', async () => {
    const request = await signed();
    const headers = request.headers.map(([name, value]) =>
      name === 'x-amz-date' ? (['Date', new Date(now).toUTCString()] as const) : ([name, value] as const),
    );
    // The signature covers x-amz-date, so it fails, but not for want of a date.
    expect(await complaint({ ...request, headers })).toMatch(
      /^InvalidSignatureException: The request signature/,
    );
  });
});

describe('refused for a signature of something else', () => {
  test.each<[string, (request: GatewayRequest) => GatewayRequest]>([
    ['another method', request => ({ ...request, method: 'DELETE' })],
    ['another path', request => ({ ...request, path: '/dev/other' })],
    ['another query', request => ({ ...request, query: 'a=c' })],
    ['another body', request => ({ ...request, body: Buffer.from('{}') })],
    [
      'another host',
      request => ({
        ...request,
        headers: request.headers.map(
          ([name, value]) => [name, name === 'host' ? 'other:3000' : value] as const,
        ),
      }),
    ],
  ])('%s', async (_what, change) => {
    expect(await complaint(change(await signed({ query: { a: 'b' } })))).toMatch(
      /^InvalidSignatureException: The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\./,
    );
  });

  test('a wrong secret, with what should have been signed but no API key in it', async () => {
    const request = await signed(
      { headers: { 'x-api-key': 'canary-key' } },
      { credential: { secretAccessKey: 'no' } },
    );
    const result = await verify(request);
    expect(result).toMatchObject({ refusal: 'INVALID_SIGNATURE' });
    expect(JSON.stringify(result)).toContain(
      "The Canonical String for this request should have been\\n'GET\\n/dev/jobs",
    );
    expect(JSON.stringify(result)).not.toContain('canary-key');
    expect(isRefusal(result) && result.reason).not.toContain('\n');
  });

  test('a body hash that is not the hash of the body', async () => {
    const request = await signed({ method: 'POST', body: 'a', headers: { 'x-amz-content-sha256': 'abc' } });
    expect(await complaint(request)).toMatch(/^InvalidSignatureException: The request signature/);
  });
});

describe('whatever is sent', () => {
  test('any header and query is refused, none breaks the gateway', async () => {
    const word = fc.constantFrom(
      'AWS4-HMAC-SHA256',
      'Credential=',
      'a/20261121/us-east-1/execute-api/aws4_request',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(word, fc.string())).map(parts => parts.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, text, text, async (authorization, date, query) => {
        const request = withHeader('Authorization', authorization);
        const headers = [...request.headers, ['X-Amz-Date', date] as const];
        expect(isRefusal(await verify({ ...request, headers, query }))).toBe(true);
        expect(isRefusal(await verify({ ...request, headers: [], query: `X-Amz-Algorithm=&${query}` }))).toBe(
          true,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('a signature that differs in one character is refused', async () => {
    const request = await signed();
    const authorization = request.headers.find(([name]) => name === 'authorization')?.[1] ?? '';
    const start = authorization.length - 64;
    for (let at = start; at < authorization.length; at++) {
      const other = authorization[at] === '0' ? '1' : '0';
      const changed = authorization.slice(0, at) + other + authorization.slice(at + 1);
      const headers = request.headers.map(
        ([name, value]) => [name, name === 'authorization' ? changed : value] as const,
      );
      expect(isRefusal(await verify({ ...request, headers }))).toBe(true);
    }
  });
});

describe('refused in the words of AWS', () => {
  const digest = "(hashed with SHA-256 and encoded with Base64): '";
  const all =
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
    "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
    "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=";
  test.each([
    ['', 'MissingAuthenticationTokenException: Missing Authentication Token'],
    [
      'Bearer abc',
      `IncompleteSignatureException: Invalid key=value pair (missing equal-sign) in Authorization header ${digest}`,
    ],
    [
      'abc',
      `IncompleteSignatureException: Invalid key=value pair (missing equal-sign) in Authorization header ${digest}`,
    ],
    [
      'a=b',
      'IncompleteSignatureException: Authorization header must begin with the algorithm name, which cannot include an equal-sign.',
    ],
    ['Bearer a=b', `IncompleteSignatureException: ${all}`],
    ['AWS4-HMAC-SHA256 x=y', `IncompleteSignatureException: ${all}`],
  ])('Authorization: %s', async (value, expected) => {
    expect(await complaint(withHeader('Authorization', value))).toMatch(
      new RegExp(`^${expected.replace(/[()[\].+]/g, '\\$&')}`),
    );
    expect(await complaint(withHeader('Authorization', value))).not.toContain(`'${value || '-'}'`);
  });

  test.each<[string, By, string]>([
    [
      'an unknown access key',
      { credential: { accessKeyId: 'AKIANOBODY' } },
      'UnrecognizedClientException: The security token included in the request is invalid.',
    ],
    [
      'a session token where none belongs',
      { credential: { sessionToken: 'x' } },
      'UnrecognizedClientException: The security token included in the request is invalid.',
    ],
    [
      'a missing session token',
      { credential: { accessKeyId: 'ASIALOCAL' } },
      'UnrecognizedClientException: The security token included in the request is invalid.',
    ],
    [
      'another region',
      { region: 'eu-west-1' },
      "InvalidSignatureException: Credential should be scoped to a valid region, not 'eu-west-1'. ",
    ],
    [
      'another region and service',
      { region: 'eu-west-1', service: 's3' },
      "InvalidSignatureException: Credential should be scoped to a valid region, not 'eu-west-1'. Credential should be scoped to correct service: 'execute-api'. ",
    ],
    [
      'an old signature',
      { at: now - 301_000 },
      'InvalidSignatureException: Signature expired: 20261121T115459Z is now earlier than 20261121T115500Z (20261121T120000Z - 5 min.)',
    ],
    [
      'a signature from the future',
      { at: now + 301_000 },
      'InvalidSignatureException: Signature not yet current: 20261121T120501Z is still later than 20261121T120500Z (20261121T120000Z + 5 min.)',
    ],
  ])('%s', async (_what, by, expected) => {
    expect(await complaint(await signed({}, by))).toBe(expected);
  });

  test('an expired session', async () => {
    expect(await complaint(await signed({}, { credential: temporary }), now + 1)).toBe(
      'ExpiredTokenException: The security token included in the request is expired',
    );
  });

  const changed = async (find: RegExp, replacement: string) => {
    const request = await signed();
    return complaint({
      ...request,
      headers: request.headers.map(([name, value]) => [name, value.replace(find, replacement)] as const),
    });
  };

  test('a credential of too few parts', async () => {
    expect(await changed(/Credential=[^,]+/, 'Credential=AKIA/20261121')).toBe(
      'IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, ' +
        "e.g. keyid/date/region/service/term, got 'AKIA/20261121'",
    );
  });

  test('another date in the credential, another terminator', async () => {
    expect(
      await changed(/20261121\/us-east-1\/execute-api\/aws4_request/, '20261120/us-east-1/execute-api/aws5'),
    ).toBe(
      "InvalidSignatureException: Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. " +
        'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        "'20261120' != '20261121', from '20261121T120000Z'. ",
    );
  });

  test('a host that is not signed', async () => {
    expect(await changed(/SignedHeaders=[^,]+/, 'SignedHeaders=x-amz-date')).toBe(
      "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  });

  test('a date that is none', async () => {
    expect(await changed(/^2026\w+$/, 'yesterday')).toBe(
      "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got 'yesterday'. " +
        'See http://en.wikipedia.org/wiki/ISO_8601',
    );
  });

  test('a presigned request with parts missing, or an expiry out of range', async () => {
    expect(await complaint(received('GET', '/', { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' }, {}))).toBe(
      "IncompleteSignatureException: AWS query-string parameters must include 'X-Amz-Credential'. " +
        "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include " +
        "'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. " +
        'Re-examine the query-string parameters.',
    );
    const request = await signed({}, { presigned: 60 });
    expect(
      await complaint({ ...request, query: request.query.replace('X-Amz-Expires=60', 'X-Amz-Expires=x') }),
    ).toMatch(/X-Amz-Expires must be between/);
  });
});
