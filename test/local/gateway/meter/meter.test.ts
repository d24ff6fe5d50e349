import { isRefusal } from '../../../../local/gateway/exchange';
import { createMeter, type MeterOptions } from '../../../../local/gateway/meter/meter';
import type { UsageSnapshot } from '../../../../local/gateway/meter/usage';
import type { ApiKeyModel, UsagePlanModel } from '../../../../local/template/rest-api-model';
import { requestValues, route, testClock } from '../fixtures';

const keyValue = 'abcdefghijklmnopqrstuvwxyz1234567890ABCD';
const key = (changes: Partial<ApiKeyModel> = {}): ApiKeyModel => ({
  logicalId: 'Key',
  id: 'key1',
  name: 'key',
  value: keyValue,
  enabled: true,
  tags: {},
  ...changes,
});
const plan = (changes: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  logicalId: 'Plan',
  id: 'plan1',
  name: 'plan',
  stages: [{ apiId: 'api1234567', stage: 'dev', throttle: {} }],
  keyIds: ['key1'],
  ...changes,
});
const keyed = (changes: Parameters<typeof route>[0] = {}) =>
  route({ ...changes, method: { apiKeyRequired: true, ...changes.method } });
const withKey = (value = keyValue) => ({ values: requestValues({ headers: [['X-API-Key', value]] }) });

function setUp(options: Partial<MeterOptions> = {}) {
  const clock = testClock();
  const meter = createMeter({ plans: [plan()], keys: [key()], clock, ...options });
  /** The types of refusal, or `ok`, of so many calls. */
  const call = (times: number, where = keyed(), request = withKey()) =>
    Array.from({ length: times }, () => {
      const result = meter.admit(where, request);
      return isRefusal(result) ? result.refusal : 'ok';
    });
  return { clock, meter, call };
}
const times = (count: number, what: string) => Array<string>(count).fill(what);

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

describe('throttles', () => {
  test("a plan's throttle holds a key back across methods and stages, and refills", () => {
    const both = plan({
      throttle: { rateLimit: 1, burstLimit: 2 },
      stages: ['dev', 'prod'].map(stage => ({ apiId: 'api1234567', stage, throttle: {} })),
    });
    const { call, clock } = setUp({ plans: [both] });
    expect(call(1)).toEqual(['ok']);
    expect(call(1, keyed({ stage: { name: 'prod' }, method: { path: '/other' } }))).toEqual(['ok']);
    expect(call(2)).toEqual(times(2, 'THROTTLED'));
    clock.pass(1000);
    expect(call(2)).toEqual(['ok', 'THROTTLED']);
  });

  test('one key does not use up the throttle of another', () => {
    const second = key({ id: 'key2', value: 'another-key-value-0123456789' });
    const { call } = setUp({
      keys: [key(), second],
      plans: [plan({ keyIds: ['key1', 'key2'], throttle: { rateLimit: 1, burstLimit: 1 } })],
    });
    expect(call(2)).toEqual(['ok', 'THROTTLED']);
    expect(call(2, keyed(), withKey(second.value))).toEqual(['ok', 'THROTTLED']);
  });

  test("a plan's throttle for a method limits that method besides the plan's own", () => {
    const limited = plan({
      throttle: { rateLimit: 1, burstLimit: 3 },
      stages: [
        { apiId: 'api1234567', stage: 'dev', throttle: { '/jobs/GET': { rateLimit: 1, burstLimit: 1 } } },
      ],
    });
    const { call } = setUp({ plans: [limited] });
    expect(call(2)).toEqual(['ok', 'THROTTLED']);
    expect(call(3, keyed({ method: { httpMethod: 'POST' } }))).toEqual(['ok', 'ok', 'THROTTLED']);
  });

  test('a refused request takes from no bucket', () => {
    const limited = plan({
      throttle: { rateLimit: 1, burstLimit: 2 },
      stages: [
        { apiId: 'api1234567', stage: 'dev', throttle: { '/jobs/GET': { rateLimit: 1, burstLimit: 1 } } },
      ],
    });
    const { call } = setUp({ plans: [limited] });
    call(10);
    expect(call(2, keyed({ method: { httpMethod: 'POST' } }))).toEqual(['ok', 'THROTTLED']);
  });

  test("the stage's throttle counts each method apart and everyone together, keyed or not", () => {
    const methodSettings = [
      { resourcePath: '/*', httpMethod: '*', throttlingRateLimit: 1, throttlingBurstLimit: 2 },
      { resourcePath: '/~1jobs', httpMethod: 'POST', throttlingBurstLimit: 1 },
    ];
    const { call } = setUp();
    const open = (method: { path?: string; httpMethod?: string }) => route({ stage, method });
    const stage = { methodSettings };
    expect(call(3, open({}))).toEqual(['ok', 'ok', 'THROTTLED']);
    expect(call(3, open({ path: '/' }))).toEqual(['ok', 'ok', 'THROTTLED']);
    expect(call(2, open({ httpMethod: 'POST' }))).toEqual(['ok', 'THROTTLED']);
  });

  test('each verb that an ANY method takes has settings and buckets of its own', () => {
    const one = { throttlingRateLimit: 1, throttlingBurstLimit: 1 };
    const methodSettings = [
      { resourcePath: '/~1jobs', httpMethod: 'GET', ...one },
      { resourcePath: '/~1all', httpMethod: 'ANY', ...one },
      { resourcePath: '/~1all', httpMethod: 'PUT', ...one, throttlingBurstLimit: 2 },
    ];
    const { call } = setUp();
    const any = (path: string, httpMethod: string) =>
      route({ stage: { methodSettings }, method: { path, httpMethod: 'ANY' }, httpMethod });
    expect(call(2, any('/jobs', 'GET'))).toEqual(['ok', 'THROTTLED']);
    expect(call(2, any('/jobs', 'POST'))).toEqual(['ok', 'ok']);
    expect(call(2, any('/all', 'GET'))).toEqual(['ok', 'THROTTLED']);
    expect(call(2, any('/all', 'POST'))).toEqual(['ok', 'THROTTLED']);
    expect(call(3, any('/all', 'PUT'))).toEqual(['ok', 'ok', 'THROTTLED']);
  });

  test("a plan's throttle for a verb, or for ANY, holds for the verbs of an ANY method", () => {
    const throttle = {
      '/jobs/GET': { rateLimit: 1, burstLimit: 1 },
      '/jobs/ANY': { rateLimit: 1, burstLimit: 2 },
    };
    const stages = [{ apiId: 'api1234567', stage: 'dev', throttle }];
    const { call } = setUp({ plans: [plan({ stages })] });
    const any = (httpMethod: string) => keyed({ method: { httpMethod: 'ANY' }, httpMethod });
    expect(call(2, any('GET'))).toEqual(['ok', 'THROTTLED']);
    expect(call(3, any('POST'))).toEqual(['ok', 'ok', 'THROTTLED']);
  });

  test("the account's throttle comes last", () => {
    const { call } = setUp({ accountThrottle: { rateLimit: 1, burstLimit: 1 } });
    expect(call(2, route())).toEqual(['ok', 'THROTTLED']);
  });

  test('a rate of zero lets nothing pass', () => {
    expect(setUp({ plans: [plan({ throttle: { rateLimit: 0, burstLimit: 0 } })] }).call(1)).toEqual([
      'THROTTLED',
    ]);
  });

  test('the reason is written as API Gateway writes it', () => {
    const { meter } = setUp({ plans: [plan({ throttle: { rateLimit: 5, burstLimit: 0 } })] });
    expect(meter.admit(keyed(), withKey())).toMatchObject({
      message: 'Too Many Requests',
      errorType: 'TooManyRequestsException',
      reason:
        `API Key ${'*'.repeat(34)}90ABCD exceeded throttle limit for API Stage api1234567/dev: Key throttle limit ` +
        'exceeded for Usage Plan ID plan1, RestApi api1234567, Stage dev, Resource res123, HttpMethod GET. ' +
        'Limit: 5.00 Burst: 0',
    });
  });
});

describe('quotas', () => {
  const monthly = plan({ quota: { limit: 3, period: 'MONTH', offset: 0 } });

  test('a quota is used up, refused, and begins anew with the next period', () => {
    const { call, clock, meter } = setUp({ plans: [monthly] });
    expect(call(5)).toEqual(['ok', 'ok', 'ok', 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
    clock.set('2026-11-30T23:59:59.999Z');
    expect(call(1)).toEqual(['QUOTA_EXCEEDED']);
    clock.set('2026-12-01T00:00:00Z');
    expect(meter.usage('plan1', 'key1')).toMatchObject({ used: 0, remaining: 3 });
    expect(call(4)).toEqual(['ok', 'ok', 'ok', 'QUOTA_EXCEEDED']);
    expect(meter.usage('plan1', 'key1')).toMatchObject({
      used: 3,
      remaining: 0,
      resetsAt: Date.parse('2027-01-01T00:00:00Z'),
      days: { '2026-11-18': 3, '2026-12-01': 3 },
    });
  });

  test('throttled and forbidden requests do not count', () => {
    const { call, clock } = setUp({
      plans: [plan({ ...monthly, throttle: { rateLimit: 1, burstLimit: 1 } })],
    });
    expect(call(3)).toEqual(['ok', 'THROTTLED', 'THROTTLED']);
    call(5, keyed(), withKey('wrong'));
    clock.pass(60_000);
    expect(call(1)).toEqual(['ok']);
    clock.pass(60_000);
    expect(call(1)).toEqual(['ok']);
    clock.pass(60_000);
    expect(call(1)).toEqual(['QUOTA_EXCEEDED']);
  });

  test("the offset lessens a key's first week only", () => {
    const { call, clock } = setUp({ plans: [plan({ quota: { limit: 3, period: 'WEEK', offset: 2 } })] });
    expect(call(2)).toEqual(['ok', 'QUOTA_EXCEEDED']);
    clock.pass(7 * 86_400_000);
    expect(call(4)).toEqual(['ok', 'ok', 'ok', 'QUOTA_EXCEEDED']);
  });

  test('the reason names plan, limit and period', () => {
    const { meter } = setUp({ plans: [plan({ quota: { limit: 0, period: 'DAY', offset: 0 } })] });
    expect(meter.admit(keyed(), withKey())).toMatchObject({
      message: 'Limit Exceeded',
      errorType: 'LimitExceededException',
      admission: { apiKeyId: 'key1', planId: 'plan1' },
      reason:
        `API Key ${'*'.repeat(34)}90ABCD exceeded quota limit for API Stage api1234567/dev: ` +
        'Key quota exhausted for Usage Plan ID plan1. Quota Limit: 0 Period: DAY',
    });
  });

  test('usage survives a restart through the store', () => {
    let saved: UsageSnapshot | undefined;
    const store = {
      load: () => saved,
      save: (snapshot: UsageSnapshot) => {
        saved = JSON.parse(JSON.stringify(snapshot));
      },
    };
    const before = setUp({ plans: [monthly], store });
    before.call(2);
    before.meter.flush();
    expect(setUp({ plans: [monthly], store }).call(2)).toEqual(['ok', 'QUOTA_EXCEEDED']);
  });

  test('the store is written soon after a request, once for many', () => {
    jest.useFakeTimers();
    try {
      const save = jest.fn();
      const { call } = setUp({ store: { load: () => undefined, save } });
      call(50);
      expect(save).not.toHaveBeenCalled();
      jest.advanceTimersByTime(100);
      expect(save).toHaveBeenCalledTimes(1);
      expect(save.mock.calls[0][0].plan1.key1.days).toEqual({ '2026-11-18': 50 });
    } finally {
      jest.useRealTimers();
    }
  });

  test('a plan without a quota counts too; days are kept for ninety days', () => {
    const { call, clock, meter } = setUp();
    call(2);
    clock.pass(100 * 86_400_000);
    call(1);
    expect(meter.usage('plan1', 'key1')).toMatchObject({ used: 1, days: { '2027-02-26': 1 } });
    expect(meter.usage('plan1', 'key1')).not.toHaveProperty('remaining');
    expect(meter.usage('plan1', 'unknown')).toBeUndefined();
  });
});
