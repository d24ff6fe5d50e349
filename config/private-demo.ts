import type { StageConfig } from '../lib/config';

/**
 * A private API in one account, to try on this machine (`npm start -- --stage private-demo`) and to begin from. With
 * several accounts each section names its own; docs/private.md goes through it line by line.
 */
export const config: StageConfig = {
  endpoint: 'private',
  plans: [
    { name: 'inside', throttle: { rate: 100, burst: 200 }, keys: [{ name: 'inside', tenant: 'inside' }] },
  ],
  minimumCompressionBytes: 1024,
  logs: { level: 'INFO', retentionDays: 7 },
  state: { removal: 'destroy' },
  private: {
    providers: [
      {
        name: 'orders',
        loadBalancer: { addresses: ['10.1.0.20', '10.1.1.20'], port: 80, vpc: { cidr: '10.1.0.0/16' } },
        principals: ['arn:aws:iam::222222222222:root'],
      },
    ],
    api: {
      vpc: { cidr: '10.2.0.0/16' },
      jobs: true,
      cors: { origins: ['*'] },
      backends: [
        { name: 'orders', prefix: '/orders', at: { provider: 'orders' }, timeout: 3000, local: 'sample' },
        {
          name: 'legacy',
          prefix: '/legacy',
          at: { addresses: ['10.20.0.5', '10.20.0.6'] },
          url: 'http://legacy.corp.example:8080/app',
          healthCheck: { protocol: 'http', path: '/app/health' },
          local: 'sample',
        },
      ],
    },
    consumers: [{ name: 'shop', vpc: { cidr: '10.3.0.0/16' }, probe: { paths: ['/orders/health'] } }],
  },
};
