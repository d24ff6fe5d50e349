import { emailsCheck } from '../addresses';
import { fields, number, oneOf, type Rule, refuse, required, text } from '../check';
import { items, notEmpty } from '../lists';
import { accountCheck, hostCheck, isInZone, regionCheck, zoneIdCheck } from '../names';
import { privateAddress } from './address';
import {
  endpointIdCheck,
  exactlyOne,
  loadBalancerArnCheck,
  nameCheck,
  principalCheck,
  samePlace,
} from './names';
import { type HealthCheckConfig, healthCheck } from './targets';
import { type VpcConfig, vpcCheck, zonesInRegion } from './vpc';

/** The provider side: an application account that offers what stands behind a load balancer as an endpoint service. */
export interface ProviderConfig {
  /** Name of the provider, unique in the config. */
  readonly name: string;
  /**
   * Account of the application.
   * @default - the account that the CLI deploys to
   */
  readonly account?: string;
  /**
   * Region of the load balancer and of everything that connects to it.
   * @default - the region that the CLI deploys to
   */
  readonly region?: string;
  /** The network load balancer in front of the back end. */
  readonly loadBalancer: ProviderLoadBalancer;
  /** ARNs of the accounts, roles or users that may create endpoints to the service. */
  readonly principals: readonly string[];
  /**
   * Whether an allowed principal is connected at once (`automatic`), or only the endpoints accepted here.
   * @default 'automatic'
   */
  readonly acceptance?: 'automatic' | 'required';
  /**
   * With acceptance required: ids of the endpoints to accept; write them here when a request came.
   * @default - none
   */
  readonly accept?: readonly string[];
  /**
   * Name under which consumers' VPCs may reach the service, proved by a record in a public hosted zone.
   * @default - the endpoint's own names
   */
  readonly privateDns?: { readonly name: string; readonly zoneId: string; readonly zoneName: string };
  /**
   * Who is told by e-mail of connection requests, acceptances, rejections and deletions.
   * @default - nobody
   */
  readonly notify?: readonly string[];
}

export interface ProviderLoadBalancer {
  /**
   * An internal network load balancer that is there, by ARN.
   * @default - by tag, or made
   */
  readonly arn?: string;
  /**
   * The one network load balancer that carries this tag, e.g. what EKS puts on those it makes.
   * @default - by ARN, or made
   */
  readonly tag?: { readonly key: string; readonly value: string };
  /**
   * Private addresses of the back end; a load balancer is made in front of them.
   * @default - an existing load balancer
   */
  readonly addresses?: readonly string[];
  /**
   * Port of the addresses.
   * @default 443
   */
  readonly port?: number;
  /**
   * VPC of a load balancer to make.
   * @default - an existing load balancer stands in its own
   */
  readonly vpc?: VpcConfig;
  /**
   * How targets of a load balancer to make are found healthy.
   * @default - a TCP connection every 10 seconds
   */
  readonly healthCheck?: HealthCheckConfig;
}

const networkOfAddresses: Rule<ProviderLoadBalancer> = (balancer, path, report) => {
  if (balancer.addresses !== undefined && balancer.vpc === undefined) {
    refuse(
      report,
      `${path}.vpc`,
      'is missing',
      undefined,
      'a vpc beside addresses',
      'say where the load balancer stands',
    );
  }
  for (const field of ['vpc', 'port', 'healthCheck'] as const) {
    if (balancer.addresses !== undefined || balancer[field] === undefined) continue;
    const remedy = 'leave it out; an existing load balancer keeps its own';
    refuse(
      report,
      `${path}.${field}`,
      'is for a load balancer that is made',
      balancer[field],
      'nothing here',
      remedy,
    );
  }
};

const acceptedOnRequest: Rule<ProviderConfig> = (provider, path, report) => {
  if (provider.acceptance === 'required' || provider.accept === undefined) return;
  const remedy = "set acceptance to 'required' or leave accept out";
  refuse(
    report,
    `${path}.accept`,
    'has nothing to accept',
    provider.accept,
    'a list only where acceptance is required',
    remedy,
  );
};

const nameInZone: Rule<ProviderConfig> = ({ privateDns }, path, report) => {
  if (privateDns === undefined || isInZone(privateDns.name, privateDns.zoneName)) return;
  const { name, zoneName } = privateDns;
  const remedy = 'correct the name or choose its zone';
  refuse(
    report,
    `${path}.privateDns.name`,
    'is outside its zone',
    name,
    `${zoneName} or a name below it`,
    remedy,
  );
};

const providerNetwork: Rule<ProviderConfig> = ({ region, loadBalancer }, path, report) =>
  zonesInRegion({ region, vpc: loadBalancer.vpc }, `${path}.loadBalancer`, report);

const tagText = text(
  /^.{1,256}$/,
  'a text of at most 256 characters',
  'write the tag as it is on the load balancer',
);

export const providerCheck = fields<ProviderConfig>(
  {
    name: required(nameCheck),
    account: accountCheck,
    region: regionCheck,
    loadBalancer: required(
      fields<ProviderLoadBalancer>(
        {
          arn: loadBalancerArnCheck('net'),
          tag: fields<NonNullable<ProviderLoadBalancer['tag']>>({
            key: required(tagText),
            value: required(tagText),
          }),
          addresses: items<string>(privateAddress, notEmpty('an address')),
          port: number({ minimum: 1, maximum: 65_535, unit: 'the port' }),
          vpc: vpcCheck,
          healthCheck,
        },
        exactlyOne('arn', 'tag', 'addresses'),
        networkOfAddresses,
      ),
    ),
    principals: required(items<string>(principalCheck, notEmpty('a principal'))),
    acceptance: oneOf(['automatic', 'required']),
    accept: items<string>(endpointIdCheck),
    privateDns: fields<NonNullable<ProviderConfig['privateDns']>>({
      name: required(hostCheck),
      zoneId: required(zoneIdCheck),
      zoneName: required(hostCheck),
    }),
    notify: emailsCheck,
  },
  samePlace<ProviderConfig>('loadBalancer.arn', provider => provider.loadBalancer.arn),
  acceptedOnRequest,
  nameInZone,
  providerNetwork,
);
