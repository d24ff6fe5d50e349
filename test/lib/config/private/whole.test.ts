import { api, consumer, itRefuses, legacy, orders, problemsOf, provider, whole } from './configs';

itRefuses([
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
    'a subnet in two zones',
    {
      ...whole,
      api: {
        ...api,
        vpc: {
          id: 'vpc-0123456789abcdef0',
          subnets: {
            'eu-central-1a': 'subnet-0123456789abcdef0',
            'eu-central-1b': 'subnet-0123456789abcdef0',
          },
        },
      },
    },
    'private.api.vpc.subnets["eu-central-1b"]',
    'repeats the subnet of another zone',
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
]);

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

test('a section that names no place stands where the stage does', () => {
  const here = {
    ...provider,
    account: undefined,
    region: undefined,
    loadBalancer: { tag: { key: 'a', value: 'b' } },
  };
  const backends = [{ ...orders, at: { provider: 'orders' } }];
  const near = { ...consumer, account: undefined, region: undefined, api: undefined };
  expect(problemsOf({ providers: [here], api: { ...api, backends }, consumers: [near] })).toEqual([]);
});

test('a config of three accounts is right', () => {
  expect(problemsOf(whole)).toEqual([]);
});
