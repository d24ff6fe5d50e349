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
    {
      name: 'monitoring',
      description: 'Our own checks',
      throttle: { rate: 5, burst: 10 },
      keys: [{ name: 'monitoring', tenant: 'monitoring' }],
    },
  ],
  authorization: {
    mode: 'lambda',
    jwt: {
      issuer: 'https://login.example.com/',
      audience: ['https://jobs.example.com'],
      tenantClaim: 'org_id',
    },
    validationExpression: '^Bearer [-0-9a-zA-Z._]+$',
    cacheSeconds: 300,
  },
  domain: {
    name: 'jobs.example.com',
    zone: { from: 'id', id: 'Z0123456789EXAMPLE', name: 'example.com' },
    executeApiEndpoint: false,
  },
  cors: { origins: ['https://console.example.com'] },
  throttle: { rate: 2000, burst: 4000, routes: { 'POST /jobs': { rate: 1000, burst: 2000 } } },
  waf: { rateLimitPerIp: 6000, deny: ['198.51.100.0/24'] },
  validation: 'full',
  minimumCompressionBytes: 1024,
  logs: { level: 'ERROR', retentionDays: 365 },
  alarms: { emails: ['jobgate@example.com'] },
  budget: { monthlyDollars: 500, emails: ['jobgate@example.com'] },
  api: { memoryMegabytes: 1024, reservedConcurrency: 200 },
  worker: { memoryMegabytes: 2048, reservedConcurrency: 120, concurrency: 100 },
  jobs: { retentionDays: 90, limits: { '*': { unfinished: 1000, running: 100 } } },
  state: { removal: 'retain', customerKey: true },
};
