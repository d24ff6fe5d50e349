import { route } from '../fixtures';
import { key, keyed, plan, setUp, times, withKey } from './metered';

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
