import type { StageConfig } from '../lib/config';

/** What customers call. Their keys are made with the command line, which records the tenant of each. */
export const config: StageConfig = {
  region: 'us-east-1',
  plans: [
    {
      name: 'basic',
      description: '10 requests a second, 100,000 a month',
      throttle: { rate: 10, burst: 50 },
      quota: { limit: 100_000, period: 'MONTH' },
      routes: { 'POST /jobs': { rate: 5, burst: 25 } },
    },
    {
      name: 'business',
      description: '200 requests a second, 5,000,000 a month',
      throttle: { rate: 200, burst: 500 },
      quota: { limit: 5_000_000, period: 'MONTH' },
    },
  ],
  throttle: { rate: 2000, burst: 4000 },
  logs: { level: 'ERROR', retentionDays: 365 },
  api: { memoryMegabytes: 1024, reservedConcurrency: 200 },
  worker: { memoryMegabytes: 2048, reservedConcurrency: 120, concurrency: 100 },
};
