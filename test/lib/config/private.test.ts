import type { Problem } from '../../../lib/config/check';
import { checkPrivate, type PrivateConfig } from '../../../lib/config/private';
import type { BackendConfig } from '../../../lib/config/private/backend';
import { privatePlaces } from '../../../lib/config/private/places';
import type { ProviderConfig } from '../../../lib/config/private/provider';

const balancer =
  'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/orders/50dc6c495c0c9188';
const service = 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0';
const provider: ProviderConfig = {
  name: 'orders',
  account: '111111111111',
  region: 'eu-central-1',
  loadBalancer: { arn: balancer },
  principals: ['arn:aws:iam::222222222222:root'],
};
const orders: BackendConfig = { name: 'orders', prefix: '/orders', at: { service } };
const legacy: BackendConfig = { name: 'legacy', prefix: '/legacy', at: { addresses: ['10.20.0.5'] } };
const api = {
  vpc: { cidr: '10.1.0.0/16' },
  backends: [orders, legacy],
};
const consumer = {
  name: 'shop',
  account: '333333333333',
  region: 'eu-central-1',
  vpc: { id: 'vpc-0123456789abcdef0', subnets: { 'eu-central-1a': 'subnet-0123456789abcdef0' } },
  api: { id: 'a1b2c3d4e5', account: '222222222222', stage: 'dev' },
};
const whole: PrivateConfig = { providers: [provider], api, consumers: [consumer] };

/** The problems of a private part in a stage of account 222222222222 and region eu-central-1. */
function problemsOf(config: object): Problem[] {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const right = checkPrivate(config, 'private', report);
  expect(right).toBe(problems.length === 0);
  if (right) privatePlaces({ account: '222222222222', region: 'eu-central-1', private: config }, '', report);
  return problems;
}
const withBackend = (change: object) => ({ ...whole, api: { ...api, backends: [{ ...legacy, ...change }] } });
const withProvider = (change: object) => ({ ...whole, providers: [{ ...provider, ...change }] });

test('a config of three accounts is right', () => {
  expect(problemsOf(whole)).toEqual([]);
});

test.each([
  [
    'a provider without principals',
    withProvider({ principals: [] }),
    'private.providers[0].principals',
    'is empty',
  ],
  [
    'a provider that lets everyone in',
    withProvider({ principals: ['*'] }),
    'private.providers[0].principals[0]',
    'is a wildcard',
  ],
  [
    'a provider that lets every account in',
    withProvider({ principals: ['arn:aws:iam::*:root'] }),
    'private.providers[0].principals[0]',
    'is a wildcard',
  ],
  [
    "a provider that forgets the API's account",
    withProvider({ principals: ['arn:aws:iam::444444444444:root'] }),
    'private.providers[0].principals',
    "leave out the API's account",
  ],
  [
    'a load balancer of another region',
    withProvider({ loadBalancer: { arn: balancer.replace('eu-central-1', 'eu-west-1') } }),
    'private.providers[0].loadBalancer.arn',
    'is in region eu-west-1',
  ],
  [
    'a load balancer of another account',
    withProvider({ loadBalancer: { arn: balancer.replace('111111111111', '999999999999') } }),
    'private.providers[0].loadBalancer.arn',
    'is of account 999999999999',
  ],
  [
    'an application load balancer as provider',
    withProvider({ loadBalancer: { arn: balancer.replace('/net/', '/app/') } }),
    'private.providers[0].loadBalancer.arn',
    'is malformed',
  ],
  [
    'a load balancer said twice',
    withProvider({ loadBalancer: { arn: balancer, tag: { key: 'app', value: 'orders' } } }),
    'private.providers[0].loadBalancer',
    'says arn and tag at once',
  ],
  [
    'a load balancer to make without a network',
    withProvider({ loadBalancer: { addresses: ['10.0.0.4'] } }),
    'private.providers[0].loadBalancer.vpc',
    'is missing',
  ],
  [
    'endpoints to accept where none asks',
    withProvider({ accept: ['vpce-0123456789abcdef0'] }),
    'private.providers[0].accept',
    'has nothing to accept',
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
  [
    'the id of a service in place of an endpoint',
    { ...whole, api: { ...api, callers: ['vpce-svc-0123456789abcdef0'] } },
    'private.api.callers[0]',
    'is malformed',
  ],
  [
    'a range of addresses in place of a security group',
    { ...whole, api: { ...api, clients: ['10.0.0.0/8'] } },
    'private.api.clients[0]',
    'is malformed',
  ],
  [
    'a certificate of another region',
    {
      ...whole,
      api: {
        ...api,
        domain: {
          name: 'api.corp.example',
          certificateArn: 'arn:aws:acm:us-east-1:222222222222:certificate/a-b',
        },
      },
    },
    'private.api.domain.certificateArn',
    'is in region us-east-1',
  ],
  [
    'a public network',
    { ...whole, api: { ...api, vpc: { cidr: '8.8.0.0/16' } } },
    'private.api.vpc.cidr',
    'is not a private block of that size',
  ],
  [
    'a block with stray bits',
    { ...whole, api: { ...api, vpc: { cidr: '10.1.2.3/16' } } },
    'private.api.vpc.cidr',
    'is not a CIDR block',
  ],
  [
    'an existing network without subnets',
    { ...whole, api: { ...api, vpc: { id: 'vpc-0123456789abcdef0' } } },
    'private.api.vpc.subnets',
    'names no subnet',
  ],
  [
    'a consumer in another region',
    { ...whole, consumers: [{ ...consumer, region: 'eu-west-1', vpc: { cidr: '10.3.0.0/16' } }] },
    'private.consumers[0].region',
    'is not the region of the stage',
  ],
  [
    'a subnet in a zone of another region',
    {
      ...whole,
      consumers: [
        { ...consumer, vpc: { ...consumer.vpc, subnets: { 'eu-west-1a': 'subnet-0123456789abcdef0' } } },
      ],
    },
    'private.consumers[0].vpc.subnets',
    'has zone eu-west-1a',
  ],
  [
    'a consumer in another account without the API',
    { ...whole, consumers: [{ ...consumer, api: undefined }] },
    'private.consumers[0].api',
    'is missing',
  ],
  [
    'a setting for an endpoint that is not made here',
    {
      ...whole,
      consumers: [
        {
          ...consumer,
          privateDns: true,
          endpoint: {
            id: 'vpce-0123456789abcdef0',
            host: 'vpce-0.execute-api.eu-central-1.vpce.amazonaws.com',
          },
        },
      ],
    },
    'private.consumers[0].privateDns',
    'is for an endpoint that is made here',
  ],
  [
    'two providers of one name',
    { ...whole, providers: [provider, provider] },
    'private.providers[1]',
    'repeats the name of private.providers[0]',
  ],
])('%s is refused', (_, config, path, what) => {
  expect(problemsOf(config)).toEqual([
    expect.objectContaining({
      path,
      what,
      allowed: expect.stringMatching(/./),
      remedy: expect.stringMatching(/./),
    }),
  ]);
});

test('every mistake of a config is reported at once', () => {
  const config = {
    providers: [{ ...provider, principals: [] }],
    api: { ...api, callers: ['vpce-1'], backends: [{ ...legacy, at: { addresses: ['1.1.1.1'] } }] },
  };
  expect(problemsOf(config).map(({ path }) => path)).toEqual([
    'private.providers[0].principals',
    'private.api.backends[0].at.addresses[0]',
    'private.api.callers[0]',
  ]);
});

test('a neighbour that only begins alike is no overlap', () => {
  const backends = [orders, { ...legacy, prefix: '/orders-old' }];
  expect(problemsOf({ ...whole, api: { ...api, backends } })).toEqual([]);
});
