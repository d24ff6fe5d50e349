import type { UsageSnapshot } from '../../../../local/gateway/meter/usage';
import { keyed, plan, setUp, withKey } from './metered';

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
