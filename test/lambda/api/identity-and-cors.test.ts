import type { APIGatewayProxyEvent } from 'aws-lambda';
import { readAuthorization, tenantsByAuthorization } from '../../../lambda/api/tenant';
import { createApi } from './api';
import { apiEvent } from './event';

function eventOf(identity: object, authorizer?: object): APIGatewayProxyEvent {
  const event = apiEvent('GET', '/jobs');
  return {
    ...event,
    requestContext: { ...event.requestContext, identity: { ...identity }, authorizer },
  } as APIGatewayProxyEvent;
}

describe('a tenant', () => {
  const byKey = async () => 'acme';

  test.each([
    ['iam', { accountId: '123456789012', user: 'AIDAEXAMPLE' }, undefined, 'iam:123456789012:AIDAEXAMPLE'],
    ['lambda', {}, { tenant: 'acme' }, 'jwt:acme'],
    ['cognito', {}, { claims: { sub: 'a-b-c' } }, 'cognito:a-b-c'],
    ['none', {}, { tenant: 'ignored' }, 'acme'],
  ] as const)(
    'in mode %s is who the mode says, under its own name',
    async (mode, identity, authorizer, tenant) => {
      const directory = tenantsByAuthorization({ default: mode }, byKey);
      expect(await directory.ofCaller(eventOf(identity, authorizer))).toBe(tenant);
    },
  );

  test.each([
    ['iam', { accountId: null, user: null }, undefined],
    ['lambda', {}, {}],
    ['lambda', {}, { tenant: 'a/b' }],
    ['lambda', {}, { tenant: 'a#b' }],
    ['cognito', {}, { claims: {} }],
    ['cognito', {}, undefined],
  ] as const)('in mode %s is nobody when the identity names none', async (mode, identity, authorizer) => {
    const directory = tenantsByAuthorization({ default: mode }, byKey);
    await expect(directory.ofCaller(eventOf(identity, authorizer))).rejects.toMatchObject({
      code: 'unknown_tenant',
    });
  });

  test('is taken as the route says, with a claim of its own choice', async () => {
    const directory = tenantsByAuthorization(
      { default: 'iam', routes: { 'GET /jobs': 'cognito' }, tenantClaim: 'custom:tenant' },
      byKey,
    );
    const event = eventOf({ accountId: '1', user: 'u' }, { claims: { 'custom:tenant': 'acme' } });
    expect(await directory.ofCaller(event)).toBe('cognito:acme');
  });

  test('setting that makes no sense is refused', () => {
    expect(readAuthorization({})).toEqual({ default: 'none', routes: {} });
    expect(readAuthorization({ default: 'password' })).toBeUndefined();
    expect(readAuthorization({ default: 'iam', routes: { 'GET /jobs': 'no' } })).toBeUndefined();
    expect(readAuthorization({ default: 'lambda', identityParameters: 'token' })).toBeUndefined();
  });
});

test('what proves a caller by the query is no parameter of an operation', async () => {
  const identityParameters = ['token'];
  const { call } = createApi({ authorization: { default: 'none', identityParameters } });
  const listed = (query: Record<string, string>) => call('GET', '/jobs', { query });
  expect(await listed({ token: 'secret', limit: '1' })).toMatchObject({ status: 200 });
  expect(await listed({ 'X-Amz-Signature': 'abc', 'X-Amz-Date': 'now' })).toMatchObject({ status: 200 });
  const { body } = await listed({ tokens: 'secret' });
  expect(body.errors).toMatchObject([{ field: 'tokens' }]);
});

describe('an answer to a page of', () => {
  const headersFor = async (origins: string[], origin: string, credentials = false) => {
    const { call } = createApi({ cors: { origins, credentials } });
    return (await call('GET', '/jobs', { headers: { Origin: origin } })).headers;
  };

  test('any origin can be read when all may', async () => {
    expect(await headersFor(['*'], 'https://a.example')).toMatchObject({
      'Access-Control-Allow-Origin': '*',
    });
  });

  test('a named origin can be read, and says that it depends on the origin', async () => {
    expect(await headersFor(['https://a.example'], 'https://a.example', true)).toMatchObject({
      'Access-Control-Allow-Origin': 'https://a.example',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers':
        'Location, Retry-After, ETag, Idempotency-Replayed, Preference-Applied, Content-Disposition, X-Request-Id, X-Validation-Error',
      Vary: 'Origin',
    });
  });

  test('another origin cannot', async () => {
    expect(await headersFor(['https://a.example'], 'https://b.example')).not.toHaveProperty(
      'Access-Control-Allow-Origin',
    );
  });
});
