/** A meter with one key and one plan, and calls of a keyed method. */
import { isRefusal } from '../../../../local/gateway/exchange';
import { createMeter, type MeterOptions } from '../../../../local/gateway/meter/meter';
import type { ApiKeyModel, UsagePlanModel } from '../../../../local/template/rest-api-model';
import { requestValues, route, testClock } from '../fixtures';

export const keyValue = 'abcdefghijklmnopqrstuvwxyz1234567890ABCD';
export const key = (changes: Partial<ApiKeyModel> = {}): ApiKeyModel => ({
  logicalId: 'Key',
  id: 'key1',
  name: 'key',
  value: keyValue,
  enabled: true,
  tags: {},
  ...changes,
});
export const plan = (changes: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  logicalId: 'Plan',
  id: 'plan1',
  name: 'plan',
  stages: [{ apiId: 'api1234567', stage: 'dev', throttle: {} }],
  keyIds: ['key1'],
  ...changes,
});
export const keyed = (changes: Parameters<typeof route>[0] = {}) =>
  route({ ...changes, method: { apiKeyRequired: true, ...changes.method } });
export const withKey = (value = keyValue) => ({ values: requestValues({ headers: [['X-API-Key', value]] }) });

export function setUp(options: Partial<MeterOptions> = {}) {
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
export const times = (count: number, what: string) => Array<string>(count).fill(what);
