import type { StageConfig } from '../lib/config';

/** As production is, for a release to prove itself in, with keys of our own. */
export const config: StageConfig = {
  region: 'us-east-1',
  plans: [
    {
      name: 'trial',
      description: 'Load and acceptance tests',
      throttle: { rate: 500, burst: 1000 },
      keys: [{ name: 'acceptance', tenant: 'acceptance' }],
    },
  ],
  throttle: { rate: 1000, burst: 2000 },
  logs: { level: 'INFO', retentionDays: 30 },
};
