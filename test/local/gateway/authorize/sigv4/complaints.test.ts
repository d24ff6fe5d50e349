import { type By, complaint, now, received, signed, temporary, withHeader } from './signed-requests';

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
