/** A right private config of three accounts, and ways to spoil it. */
import type { Problem } from '../../../../lib/config/check';
import { checkPrivate, type PrivateConfig } from '../../../../lib/config/private';
import type { BackendConfig } from '../../../../lib/config/private/backend';
import { privateRules } from '../../../../lib/config/private/places';
import type { ProviderConfig } from '../../../../lib/config/private/provider';

export const balancer =
  'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/orders/50dc6c495c0c9188';
export const service = 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0';
export const provider: ProviderConfig = {
  name: 'orders',
  account: '111111111111',
  region: 'eu-central-1',
  loadBalancer: { arn: balancer },
  principals: ['arn:aws:iam::222222222222:root'],
};
export const orders: BackendConfig = { name: 'orders', prefix: '/orders', at: { service } };
export const legacy: BackendConfig = { name: 'legacy', prefix: '/legacy', at: { addresses: ['10.20.0.5'] } };
export const api = {
  vpc: { cidr: '10.1.0.0/16' },
  backends: [orders, legacy],
};
export const consumer = {
  name: 'shop',
  account: '333333333333',
  region: 'eu-central-1',
  vpc: { id: 'vpc-0123456789abcdef0', subnets: { 'eu-central-1a': 'subnet-0123456789abcdef0' } },
  api: { id: 'a1b2c3d4e5', account: '222222222222', stage: 'dev' },
};
export const whole: PrivateConfig = { providers: [provider], api, consumers: [consumer] };

/** The problems of a private part in a stage of account 222222222222 and region eu-central-1. */
export function problemsOf(config: object): Problem[] {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const right = checkPrivate(config, 'private', report);
  expect(right).toBe(problems.length === 0);
  const stage = { account: '222222222222', region: 'eu-central-1', private: config };
  if (right) for (const rule of privateRules) rule(stage, '', report);
  return problems;
}
export const withBackend = (change: object) => ({
  ...whole,
  api: { ...api, backends: [{ ...legacy, ...change }] },
});
export const withProvider = (change: object) => ({ ...whole, providers: [{ ...provider, ...change }] });

type Refusal = readonly [mistake: string, config: object, path: string, what: string];

/** One test a mistake: it is the only problem, at its path, and the message has all its parts. */
export function itRefuses(refusals: readonly Refusal[]): void {
  test.each(refusals)('%s is refused', (_mistake, config, path, what) => {
    expect(problemsOf(config)).toEqual([
      expect.objectContaining({
        path,
        what,
        allowed: expect.stringMatching(/./),
        remedy: expect.stringMatching(/./),
      }),
    ]);
  });
}
