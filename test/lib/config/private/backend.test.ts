import { api, balancer, itRefuses, legacy, orders, service, whole, withBackend } from './configs';

itRefuses([
  [
    'two names that differ by a hyphen',
    { ...whole, api: { ...api, backends: [orders, { ...legacy, name: 'or-ders' }] } },
    'private.api.backends[1]',
    'repeats the name of private.api.backends[0]',
  ],
  [
    'equal prefixes',
    { ...whole, api: { ...api, backends: [orders, { ...legacy, prefix: '/orders' }] } },
    'private.api.backends[1].prefix',
    'overlaps the prefix /orders of private.api.backends[0]',
  ],
  [
    'a prefix inside another',
    {
      ...whole,
      api: {
        ...api,
        backends: [
          { ...orders, prefix: '/orders/old' },
          { ...legacy, prefix: '/orders' },
        ],
      },
    },
    'private.api.backends[1].prefix',
    'overlaps the prefix /orders/old of private.api.backends[0]',
  ],
  [
    'a prefix beside the root',
    { ...whole, api: { ...api, backends: [{ ...orders, prefix: '/' }, legacy] } },
    'private.api.backends[1].prefix',
    'overlaps the prefix / of private.api.backends[0]',
  ],
  [
    'a greedy prefix',
    withBackend({ prefix: '/legacy/{proxy+}' }),
    'private.api.backends[0].prefix',
    'is malformed',
  ],
  [
    'a public address among private targets',
    withBackend({ at: { addresses: ['10.20.0.5', '93.184.215.14'] } }),
    'private.api.backends[0].at.addresses[1]',
    'is a public address',
  ],
  [
    'an address that is none',
    withBackend({ at: { addresses: ['10.20.0.256'] } }),
    'private.api.backends[0].at.addresses[0]',
    'is not an IPv4 address',
  ],
  [
    'an address with leading zeros, which some read as octal',
    withBackend({ at: { addresses: ['10.020.0.5'] } }),
    'private.api.backends[0].at.addresses[0]',
    'is not an IPv4 address',
  ],
  [
    'a service of another region',
    withBackend({ at: { service: service.replace('eu-central-1', 'eu-west-1') } }),
    'private.api.backends[0].at.service',
    'is in region eu-west-1',
  ],
  ['a back end nowhere', withBackend({ at: {} }), 'private.api.backends[0].at', 'says nothing'],
  [
    'a provider nobody knows',
    withBackend({ at: { provider: 'ordres' } }),
    'private.api.backends[0].at.provider',
    'is unknown',
  ],
  [
    'a provider of another account by name',
    withBackend({ at: { provider: 'orders' } }),
    'private.api.backends[0].at.provider',
    'stands in another account or region',
  ],
  [
    'a path for a TCP health check',
    withBackend({ healthCheck: { protocol: 'tcp', path: '/health' } }),
    'private.api.backends[0].healthCheck.path',
    'has no meaning for TCP',
  ],
  [
    'a load balancer that is there, without the address of the back end',
    withBackend({ at: { loadBalancer: balancer.replace('111111111111', '222222222222') } }),
    'private.api.backends[0].url',
    'is missing',
  ],
  [
    'a load balancer of another account',
    withBackend({ at: { loadBalancer: balancer }, url: 'http://crm.example' }),
    'private.api.backends[0].at.loadBalancer',
    'is of account 111111111111',
  ],
  [
    'an address with a query',
    withBackend({ url: 'http://legacy/?a=b' }),
    'private.api.backends[0].url',
    'is not such an address',
  ],
  [
    'a timeout beyond what the integration has',
    withBackend({ timeout: 30_000 }),
    'private.api.backends[0].timeout',
    'is out of range',
  ],
]);
