import type { StageConfig } from '../lib/config';

/** Needs nothing but an account; may be deleted at any time. */
export const config: StageConfig = {
  plans: [
    {
      name: 'free',
      description: '5 requests a second, 1,000 a day',
      throttle: { rate: 5, burst: 10 },
      quota: { limit: 1000, period: 'DAY' },
      keys: [{ name: 'free', tenant: 'free' }],
    },
    {
      name: 'pro',
      description: '1,000 requests a second',
      throttle: { rate: 1000, burst: 2000 },
      keys: [{ name: 'pro', tenant: 'pro' }],
    },
  ],
  minimumCompressionBytes: 1024,
  logs: { level: 'INFO', retentionDays: 7 },
  state: { removal: 'destroy' },
};
