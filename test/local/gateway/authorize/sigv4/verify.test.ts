import fc from 'fast-check';
import { type GatewayRequest, isRefusal } from '../../../../../local/gateway/exchange';
import {
  type By,
  complaint,
  longTerm,
  now,
  type Sent,
  signed,
  temporary,
  verify,
  withHeader,
} from './signed-requests';

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
