import { requestValues, route } from '../fixtures';
import { key, keyed, keyValue, plan, setUp, withKey } from './metered';

describe('keys', () => {
  test('a key in a plan of the stage is admitted with its id and plan', () => {
    expect(setUp().meter.admit(keyed(), withKey())).toEqual({
      apiKeyId: 'key1',
      apiKey: keyValue,
      planId: 'plan1',
    });
  });

  test('a method that asks for no key gets no admission, whatever key is sent', () => {
    expect(setUp().meter.admit(route(), withKey())).toBeUndefined();
  });

  test.each([
    ['no key', {}, { values: requestValues() }, keyed()],
    ['an empty key', {}, withKey(''), keyed()],
    ['an unknown key', {}, withKey('not-a-real-key-000000000'), keyed()],
    ['a disabled key', { keys: [key({ enabled: false })] }, withKey(), keyed()],
    ['a key without a plan', { plans: [plan({ keyIds: [] })] }, withKey(), keyed()],
    ['a key of another stage', {}, withKey(), keyed({ stage: { name: 'prod' } })],
    ['a key of another API', {}, withKey(), keyed({ api: { id: 'other' } })],
    [
      'a header when the authorizer names the key',
      {},
      withKey(),
      keyed({ api: { apiKeySource: 'AUTHORIZER' } }),
    ],
  ])('%s is forbidden', (_what, options, request, where) => {
    expect(setUp(options).meter.admit(where, request)).toMatchObject({
      refusal: 'INVALID_API_KEY',
      message: 'Forbidden',
      errorType: 'ForbiddenException',
    });
  });

  test('the authorizer names the key when the API says so', () => {
    const where = keyed({ api: { apiKeySource: 'AUTHORIZER' } });
    const authorization = { context: {}, identity: {}, usageKey: keyValue };
    expect(setUp().meter.admit(where, { values: requestValues(), authorization })).toMatchObject({
      apiKeyId: 'key1',
    });
  });

  test('no refusal shows a key beyond its last six characters', () => {
    const { meter } = setUp({ plans: [plan({ keyIds: [] })] });
    const refusal = meter.admit(keyed(), withKey());
    expect(refusal).toMatchObject({
      reason:
        `API Key ${'*'.repeat(34)}90ABCD not authorized because method 'GET /jobs' requires API Key and API Key is ` +
        'not associated with a Usage Plan for API Stage api1234567/dev: No Usage Plan found for key and API Stage',
    });
    expect(JSON.stringify(refusal)).not.toContain(keyValue.slice(0, 8));
  });
});
