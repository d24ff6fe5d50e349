import { balancer, itRefuses, withProvider } from './configs';

itRefuses([
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
    'a private name outside the zone that proves it',
    withProvider({ privateDns: { name: 'orders.example.org', zoneId: 'Z012', zoneName: 'example.com' } }),
    'private.providers[0].privateDns.name',
    'is outside its zone',
  ],
  [
    'endpoints to accept where none asks',
    withProvider({ accept: ['vpce-0123456789abcdef0'] }),
    'private.providers[0].accept',
    'has nothing to accept',
  ],
]);
