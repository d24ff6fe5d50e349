import { type Check, fields, number, type Rule, refuse, required, text } from '../check';
import { items, notEmpty } from '../lists';
import { hostCheck } from '../names';
import { privateAddress } from './address';
import { exactlyOne, loadBalancerArnCheck, nameCheck, serviceCheck } from './names';
import { type HealthCheckConfig, healthCheck } from './targets';

/** One back end of the private API, wherever it stands. */
export interface BackendConfig {
  /** Name of the back end, unique in the config. */
  readonly name: string;
  /** Path in the API under which it answers: `/orders`, or `/` for the only back end of an API. */
  readonly prefix: string;
  /** Where it is: one of the ways. */
  readonly at: BackendPlace;
  /**
   * Address as the back end knows itself: sets the scheme, the Host header, the name that its certificate must carry,
   * the port, and the path that the prefix stands for. It does not set the route; `at` does.
   * @default - `http://<DNS name of the load balancer>/`
   */
  readonly url?: string;
  /**
   * How the load balancer finds the targets healthy.
   * @default - a TCP connection every 10 seconds
   */
  readonly healthCheck?: HealthCheckConfig;
  /**
   * Milliseconds after which the API answers 504.
   * @default 29000
   */
  readonly timeout?: number;
  /**
   * What answers in its place in a local run: `sample`, which comes with the project, or an address of this machine.
   * @default - the local run lists the back end as not served
   */
  readonly local?: string;
}

export interface BackendPlace {
  /**
   * A provider of this config in the account and region of the API.
   * @default - another way
   */
  readonly provider?: string;
  /**
   * An endpoint service of any account, by its name (the ServiceName output of a provider).
   * @default - another way
   */
  readonly service?: string;
  /**
   * Private addresses outside the VPC, reached through Transit Gateway, Direct Connect or VPN.
   * @default - another way
   */
  readonly addresses?: readonly string[];
  /**
   * A name that is resolved every minute into such addresses.
   * @default - another way
   */
  readonly hostname?: string;
  /**
   * A load balancer of the API's account, by ARN: a network load balancer gets the classic VPC link, an application
   * load balancer the newer one.
   * @default - another way
   */
  readonly loadBalancer?: string;
}

const placeCheck = fields<BackendPlace>(
  {
    provider: nameCheck,
    service: serviceCheck,
    addresses: items<string>(privateAddress, notEmpty('an address')),
    hostname: hostCheck,
    loadBalancer: loadBalancerArnCheck('net|app'),
  },
  exactlyOne('provider', 'service', 'addresses', 'hostname', 'loadBalancer'),
);

const urlForm = 'http://<host>[:port][/path] or https://…, without query, user or trailing slash';
const urlCheck: Check = (value, path, report) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const plain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    `${url.search}${url.hash}${url.username}${url.password}` === '' &&
    (url.pathname === '/' || !url.pathname.endsWith('/')) &&
    !/[{}\s?#]/.test(String(value));
  return (
    plain ||
    refuse(report, path, 'is not such an address', value, urlForm, 'write where the back end answers')
  );
};

const addressOfAnExistingOne: Rule<BackendConfig> = (backend, path, report) => {
  if (backend.at.loadBalancer === undefined || backend.url !== undefined) return;
  const remedy = 'write the address that the back end answers to';
  refuse(report, `${path}.url`, 'is missing', undefined, 'an address beside loadBalancer', remedy);
};

const targetsOfItsOwn: Rule<BackendConfig> = (backend, path, report) => {
  if (backend.at.loadBalancer === undefined || backend.healthCheck === undefined) return;
  const remedy = 'leave it out; the load balancer has its own';
  refuse(
    report,
    `${path}.healthCheck`,
    'is for a load balancer that is made',
    backend.healthCheck,
    'nothing here',
    remedy,
  );
};

export const backendCheck = fields<BackendConfig>(
  {
    name: required(nameCheck),
    prefix: required(
      text(
        /^(\/|(\/[A-Za-z0-9._~-]+)+)$/,
        '/ or a path like /orders, without a trailing slash',
        'write a plain path',
      ),
    ),
    at: required(placeCheck),
    url: urlCheck,
    healthCheck,
    timeout: number({ minimum: 50, maximum: 29_000, unit: 'milliseconds' }),
    local: text(
      /^(sample|http:\/\/(127\.0\.0\.1|localhost):\d{1,5})$/,
      'sample or http://127.0.0.1:<port>',
      'write one of these',
    ),
  },
  targetsOfItsOwn,
  addressOfAnExistingOne,
);

/** Each request has one back end: no prefix stands inside another. */
export const disjointPrefixes: Rule<readonly BackendConfig[]> = (backends, path, report) => {
  const inside = (inner: string, outer: string) =>
    outer === '/' || inner === outer || inner.startsWith(`${outer}/`);
  backends.forEach(({ prefix }, index) => {
    const other = backends.findIndex(
      (before, at) => at < index && (inside(prefix, before.prefix) || inside(before.prefix, prefix)),
    );
    if (other < 0) return;
    const what = `overlaps the prefix ${backends[other]!.prefix} of ${path}[${other}]`;
    refuse(
      report,
      `${path}[${index}].prefix`,
      what,
      prefix,
      'prefixes of which none lies in another',
      'rename one of them',
    );
  });
};
