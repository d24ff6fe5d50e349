import { answerControl } from '../../../local/control/usage-plans';
import type { UsagePlanModel } from '../../../local/template/rest-api-model';

const plan: UsagePlanModel = {
  logicalId: 'Plan',
  id: 'plan123456',
  name: 'basic',
  throttle: { rateLimit: 5, burstLimit: 10 },
  quota: { limit: 10, period: 'DAY', offset: 0 },
  stages: [{ apiId: 'api', stage: 'dev', throttle: {} }],
  keyIds: ['key1'],
};
const ports = (quota: UsagePlanModel['quota']) => ({
  plans: () => [{ ...plan, quota }],
  usage: (planId: string, keyId: string) =>
    keyId === 'key1'
      ? { planId, keyId, quota, used: 0, resetsAt: 0, days: { '2026-01-01': 4, '2026-01-02': 7 } }
      : undefined,
});

test('the plans of a key are described as GetUsagePlans does', () => {
  expect(answerControl('/usageplans?keyId=key1', ports(plan.quota))).toEqual({
    item: [
      {
        id: 'plan123456',
        name: 'basic',
        throttle: { rateLimit: 5, burstLimit: 10 },
        quota: { limit: 10, period: 'DAY', offset: 0 },
        apiStages: [{ apiId: 'api', stage: 'dev' }],
      },
    ],
  });
  expect(answerControl('/usageplans?keyId=other', ports(plan.quota))).toEqual({ item: [] });
});

test.each([
  [
    'a day',
    'DAY' as const,
    [
      [4, 6],
      [7, 3],
      [0, 10],
    ],
  ],
  [
    'a month',
    'MONTH' as const,
    [
      [4, 6],
      [7, 0],
      [0, 0],
    ],
  ],
])('usage by days of a quota for %s tells what was left', (_name, period, expected) => {
  const target = '/usageplans/plan123456/usage?keyId=key1&startDate=2026-01-01&endDate=2026-01-03';
  expect(answerControl(target, ports({ limit: 10, period, offset: 0 }))).toMatchObject({
    values: { key1: expected },
  });
});

test('anything else is not answered', () => {
  expect(answerControl('/restapis', ports(plan.quota))).toBeUndefined();
  expect(answerControl('/usageplans/unknown/usage', ports(plan.quota))).toBeUndefined();
});
