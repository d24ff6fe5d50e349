import type { StageConfig } from '../lib/config';

/** As production is, for a release to prove itself in, open to our own programs alone. */
export const config: StageConfig = {
  region: 'us-east-1',
  plans: [
    {
      name: 'acceptance',
      description: 'Load and acceptance tests',
      throttle: { rate: 500, burst: 1000 },
      keys: [{ name: 'acceptance', tenant: 'acceptance' }],
    },
  ],
  authorization: {
    mode: 'cognito',
    scopes: ['jobgate/submit', 'jobgate/read'],
    tenantClaim: 'client_id',
    routes: { 'GET /jobs': 'iam' },
  },
  domain: {
    name: 'jobs.stg.example.com',
    zone: { from: 'new', name: 'stg.example.com' },
    certificate: 'wildcard',
    basePath: 'v1',
  },
  cors: { origins: ['https://console.stg.example.com', 'http://localhost:5173'], credentials: true },
  // The last is this machine, for local runs; nobody calls AWS from there.
  allowedIps: ['203.0.113.0/24', '2001:db8::/32', '127.0.0.1/32'],
  throttle: { rate: 1000, burst: 2000 },
  validation: 'full',
  minimumCompressionBytes: 1024,
  variables: { release: 'candidate' },
  logs: { level: 'INFO', retentionDays: 30 },
  alarms: { emails: ['jobgate-stg@example.com'] },
  waf: {},
  state: { removal: 'destroy', customerKey: true },
};
