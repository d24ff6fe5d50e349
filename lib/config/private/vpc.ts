import { entries, fields, number, type Rule, refuse, required } from '../check';
import { items, notEmpty } from '../lists';
import { fieldPath } from '../right-parts';
import { privateRange } from './address';
import { exactlyOne, subnetIdCheck, transitGatewayIdCheck, vpcIdCheck, zoneCheck } from './names';

/** The network a section stands in: one that is there, or one that is made with private subnets and no way out. */
export interface VpcConfig {
  /**
   * Addresses of a VPC to make, with flow logs.
   * @default - an existing VPC, named by id
   */
  readonly cidr?: string;
  /**
   * Availability zones of a VPC to make, each with one private subnet.
   * @default 2
   */
  readonly zones?: number;
  /**
   * Other networks that a VPC to make reaches through a Transit Gateway.
   * @default - none
   */
  readonly transitGateway?: TransitGatewayConfig;
  /**
   * An existing VPC.
   * @default - one is made
   */
  readonly id?: string;
  /**
   * Subnets of an existing VPC to use: zone → subnet.
   * @default - those of the VPC that is made
   */
  readonly subnets?: Readonly<Record<string, string>>;
}

export interface TransitGatewayConfig {
  /** The gateway, of this account or shared with it. */
  readonly id: string;
  /** Blocks of the networks behind it. */
  readonly routes: readonly string[];
}

const subnetsOfItsOwn: Rule<VpcConfig> = (vpc, path, report) => {
  if (vpc.id !== undefined && Object.keys(vpc.subnets ?? {}).length === 0) {
    refuse(
      report,
      `${path}.subnets`,
      'names no subnet',
      vpc.subnets,
      'zone → subnet',
      'name the subnets to use',
    );
  }
  if (vpc.id === undefined && vpc.subnets !== undefined) {
    const remedy = 'add the id of the VPC or leave the subnets out';
    refuse(
      report,
      `${path}.subnets`,
      'belongs to no VPC',
      vpc.subnets,
      'subnets of the VPC that id names',
      remedy,
    );
  }
  for (const field of ['zones', 'transitGateway'] as const) {
    if (vpc.id === undefined || vpc[field] === undefined) continue;
    const remedy = 'leave it out; an existing VPC keeps its own';
    refuse(report, `${path}.${field}`, 'is for a VPC that is made', vpc[field], 'nothing beside id', remedy);
  }
};

/** An endpoint or load balancer stands in a zone once, by one subnet of its own. */
const subnetsDiffer: Rule<VpcConfig> = ({ subnets = {} }, path, report) => {
  const ids = Object.values(subnets);
  for (const [zone, id] of Object.entries(subnets).filter(([, id], index) => ids.indexOf(id) < index)) {
    const at = fieldPath(`${path}.subnets`, zone);
    refuse(report, at, 'repeats the subnet of another zone', id, 'each subnet once', 'name its own subnet');
  }
};

export const vpcCheck = fields<VpcConfig>(
  {
    cidr: privateRange(16, 24),
    zones: number({ minimum: 1, maximum: 4, unit: 'zones' }),
    transitGateway: fields<TransitGatewayConfig>({
      id: required(transitGatewayIdCheck),
      routes: required(items<string>(privateRange(8, 32), notEmpty('a block'))),
    }),
    id: vpcIdCheck,
    subnets: entries<string>(zoneCheck, subnetIdCheck),
  },
  exactlyOne('cidr', 'id'),
  subnetsOfItsOwn,
  subnetsDiffer,
);

/** Zones lie in the region of their section. */
export const zonesInRegion: Rule<{ readonly region?: string; readonly vpc?: VpcConfig }> = (
  section,
  path,
  report,
) => {
  for (const zone of Object.keys(section.vpc?.subnets ?? {})) {
    if (section.region === undefined || zone.slice(0, -1) === section.region) continue;
    const remedy = 'name subnets of that region or correct the region';
    refuse(
      report,
      `${path}.vpc.subnets`,
      `has zone ${zone}`,
      zone,
      `zones of region ${section.region}`,
      remedy,
    );
  }
};
