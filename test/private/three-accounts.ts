/**
 * The private API of three accounts as one would write it line by line: each argument is a line that the step before
 * makes known. Used by the deploy check.
 */
import type { PrivateConfig } from '../../lib/config/private';

/** The first is the account of the CLI's credentials; the stage stands in it. */
export const accounts = { api: '123456789012', provider: '111111111111', consumer: '333333333333' } as const;
export const region = 'us-east-1';

export interface Lines {
  /** Who may find the provider's service. */
  readonly principal: string;
  /** The ServiceName output of the provider. */
  readonly service?: string;
  /** The ApiId output of the API. */
  readonly apiId?: string;
  /** The EndpointId output of the consumer. */
  readonly caller?: string;
}

export function threeAccounts({ principal, service, apiId, caller }: Lines): PrivateConfig {
  return {
    providers: [
      {
        name: 'orders',
        account: accounts.provider,
        loadBalancer: { addresses: ['10.1.0.20', '10.1.1.20'], port: 8080, vpc: { cidr: '10.1.0.0/16' } },
        principals: [principal],
      },
    ],
    ...(service && {
      api: {
        vpc: { cidr: '10.2.0.0/16' },
        backends: [
          {
            name: 'orders',
            prefix: '/orders',
            at: { service },
            url: 'https://orders.corp.example:8443/v1',
            timeout: 5000,
          },
          { name: 'legacy', prefix: '/legacy', at: { addresses: ['10.20.0.5'] } },
        ],
        callers: caller === undefined ? [] : [caller],
        cors: { origins: ['https://shop.corp.example'] },
      },
    }),
    ...(apiId && {
      consumers: [
        {
          name: 'shop',
          account: accounts.consumer,
          vpc: { cidr: '10.3.0.0/16' },
          api: { id: apiId, account: accounts.api, stage: 'check' },
          probe: { paths: ['/orders/health'] },
        },
      ],
    }),
  };
}
