import { fields, flag, number, type Rule, refuse, required, text } from '../check';
import { items, notEmpty } from '../lists';
import { accountCheck, apiIdCheck, apiStageCheck, hostCheck, regionCheck } from '../names';
import { domainArnCheck, endpointIdCheck, nameCheck, samePlace, securityGroupCheck } from './names';
import { type VpcConfig, vpcCheck, zonesInRegion } from './vpc';

/** The consumer side: an account that calls the private API from its own VPC. */
export interface ConsumerConfig {
  /** Name of the consumer, unique in the config. */
  readonly name: string;
  /**
   * Account of the consumer.
   * @default - the account that the CLI deploys to
   */
  readonly account?: string;
  /**
   * Region of the API; an endpoint reaches only APIs of its own region.
   * @default - the region that the CLI deploys to
   */
  readonly region?: string;
  /** VPC that calls from. */
  readonly vpc: VpcConfig;
  /**
   * The API to call: ApiId output, account and stage.
   * @default - the API of this config, in the same account and region
   */
  readonly api?: { readonly id: string; readonly account: string; readonly stage: string };
  /**
   * An endpoint that is reached through peering or stands in subnets shared by AWS RAM: the API's own.
   * @default - an endpoint is made in the VPC
   */
  readonly endpoint?: { readonly id: string; readonly host: string };
  /**
   * Whether `*.execute-api` resolves to the endpoint in the whole VPC. Public APIs then answer 403 from there.
   * @default false - callers use the endpoint's own host and the header x-apigw-api-id
   */
  readonly privateDns?: boolean;
  /**
   * Private custom domain of the API: its name and the ARN from the DomainArn output.
   * @default - none
   */
  readonly domain?: { readonly name: string; readonly arn: string };
  /**
   * Security groups that may connect to the endpoint, besides the one that is made for clients.
   * @default - none
   */
  readonly clients?: readonly string[];
  /**
   * A function that calls the API from inside the VPC and reports; invoke it by hand, or let it call on a schedule.
   * @default - none
   */
  readonly probe?: ProbeConfig;
}

export interface ProbeConfig {
  /** Paths to call, without the stage. */
  readonly paths: readonly string[];
  /**
   * Minutes between calls.
   * @default - only when invoked
   */
  readonly everyMinutes?: number;
}

const ownEndpointOnly: Rule<ConsumerConfig> = (consumer, path, report) => {
  if (consumer.endpoint === undefined) return;
  for (const field of ['privateDns', 'clients', 'domain'] as const) {
    if (consumer[field] === undefined) continue;
    const remedy = 'set it where that endpoint is made';
    refuse(
      report,
      `${path}.${field}`,
      'is for an endpoint that is made here',
      consumer[field],
      'nothing beside endpoint',
      remedy,
    );
  }
};

export const consumerCheck = fields<ConsumerConfig>(
  {
    name: required(nameCheck),
    account: accountCheck,
    region: regionCheck,
    vpc: required(vpcCheck),
    api: fields<NonNullable<ConsumerConfig['api']>>({
      id: required(apiIdCheck),
      account: required(accountCheck),
      stage: required(apiStageCheck),
    }),
    endpoint: fields<NonNullable<ConsumerConfig['endpoint']>>({
      id: required(endpointIdCheck),
      host: required(hostCheck),
    }),
    privateDns: flag,
    domain: fields<NonNullable<ConsumerConfig['domain']>>({
      name: required(hostCheck),
      arn: required(domainArnCheck),
    }),
    clients: items<string>(securityGroupCheck),
    probe: fields<ProbeConfig>({
      paths: required(
        items<string>(
          text(/^\/[^\s#]*$/, 'a path that begins with a slash', 'leave the stage out'),
          notEmpty('a path'),
        ),
      ),
      everyMinutes: number({ minimum: 1, maximum: 1440, unit: 'minutes' }),
    }),
  },
  samePlace<ConsumerConfig>('domain.arn', consumer => consumer.domain?.arn),
  ownEndpointOnly,
  zonesInRegion,
);
