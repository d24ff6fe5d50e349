import { fields, flag, oneOf, type Rule, refuse, required, text, variants } from './check';
import { certificateArn, hostCheck, isInZone, zoneIdCheck } from './names';

export interface DomainConfig {
  /** Name under which the API is called, in or below the hosted zone. */
  readonly name: string;
  /** Where the name is published. */
  readonly zone: ZoneConfig;
  /**
   * `exact` and `wildcard` are made and validated through the zone, in us-east-1 for an edge API; or the ARN of a
   * certificate that exists.
   * @default 'exact'
   */
  readonly certificate?: string;
  /**
   * First part of the path at which this API answers; several services can share a domain by it. Regional domains take
   * several levels.
   * @default - the whole domain
   */
  readonly basePath?: string;
  /**
   * Whether the domain exists in API Gateway already, made by another service: then only the base path, which it needs, is added.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Oldest TLS that callers may speak.
   * @default 'TLS_1_2'
   */
  readonly securityPolicy?: 'TLS_1_0' | 'TLS_1_2';
  /**
   * Whether the API answers under its execute-api address as well.
   * @default true
   */
  readonly executeApiEndpoint?: boolean;
}

export type ZoneConfig = ZoneById | ZoneByLookup | NewZone;

export interface ZoneById {
  /** The zone is given by its id. */
  readonly from: 'id';
  /** Hosted zone id. */
  readonly id: string;
  /** Name of the zone. */
  readonly name: string;
}

export interface ZoneByLookup {
  /** The zone is found by its name at synthesis, for which the stage needs `account`, `region` and credentials. */
  readonly from: 'lookup';
  /** Name of the zone. */
  readonly name: string;
}

export interface NewZone {
  /** The zone is created; its name servers are in the outputs, to be entered at the registrar. */
  readonly from: 'new';
  /** Name of the zone. */
  readonly name: string;
}

export const domainDefaults = {
  certificate: 'exact',
  shared: false,
  securityPolicy: 'TLS_1_2',
  executeApiEndpoint: true,
} as const;

const zoneFields = { name: required(hostCheck) };

const insideZone: Rule<DomainConfig> = ({ name, zone }, path, report) => {
  if (isInZone(name, zone.name)) return;
  const remedy = 'correct the name or choose its zone';
  refuse(report, `${path}.name`, 'is outside its zone', name, `${zone.name} or a name below it`, remedy);
};

const wildcardCovers: Rule<DomainConfig> = ({ name, zone, certificate }, path, report) => {
  const labels = name === zone.name ? 0 : name.slice(0, -zone.name.length - 1).split('.').length;
  if (certificate !== 'wildcard' || labels === 1) return;
  const allowed = `a name with one label before ${zone.name}`;
  refuse(
    report,
    `${path}.certificate`,
    'does not cover the name',
    name,
    allowed,
    "choose certificate 'exact'",
  );
};

/** "The length of the domain name … cannot exceed 64 octets" (ACM API reference, RequestCertificate). */
const certifiable: Rule<DomainConfig> = ({ name, zone, certificate = 'exact', shared }, path, report) => {
  const certified = certificate === 'wildcard' ? `*.${zone.name}` : name;
  if (certificate.startsWith('arn:') || shared || certified.length <= 64) return;
  const remedy = 'shorten it, or name a certificate by its ARN';
  refuse(report, `${path}.name`, 'is too long for a certificate', certified, '64 characters', remedy);
};

/** API Gateway developer guide, "Use API mappings": several levels need a domain that speaks TLS 1.2 alone. */
const levelsNeedNewTls: Rule<DomainConfig> = ({ basePath, securityPolicy }, path, report) => {
  if (securityPolicy !== 'TLS_1_0' || !basePath?.includes('/')) return;
  const remedy = 'choose TLS_1_2 or shorten basePath';
  const allowed = 'TLS_1_2 with a base path of several levels';
  refuse(report, `${path}.securityPolicy`, 'is too old for the base path', securityPolicy, allowed, remedy);
};

/** A mapping without a base path takes the whole domain from every other (API Gateway developer guide, "API mappings"). */
const sharedByBasePath: Rule<DomainConfig> = ({ shared, basePath }, path, report) => {
  if (!shared || basePath !== undefined) return;
  const allowed = 'a base path of its own beside shared';
  refuse(report, `${path}.basePath`, 'is missing', undefined, allowed, "add basePath: 'jobs', for instance");
};

/** What belongs to the domain itself is set where it is made. */
const sharedIsMadeElsewhere: Rule<DomainConfig> = (
  { shared, certificate, securityPolicy, zone },
  path,
  report,
) => {
  if (!shared) return;
  const madeHere = {
    certificate,
    securityPolicy,
    'zone.from': zone.from === 'new' ? zone.from : undefined,
  };
  for (const [field, value] of Object.entries(madeHere)) {
    if (value === undefined) continue;
    const allowed = 'what the service that makes the domain does not set';
    const remedy = 'remove it, or set shared to false to make the domain here';
    refuse(report, `${path}.${field}`, 'is of a domain that is made here', value, allowed, remedy);
  }
};

export const domainCheck = fields<DomainConfig>(
  {
    name: required(hostCheck),
    zone: required(
      variants('from', {
        id: fields<ZoneById>({
          from: required(oneOf(['id'])),
          id: required(zoneIdCheck),
          ...zoneFields,
        }),
        lookup: fields<ZoneByLookup>({ from: required(oneOf(['lookup'])), ...zoneFields }),
        new: fields<NewZone>({ from: required(oneOf(['new'])), ...zoneFields }),
      }),
    ),
    certificate: text(
      new RegExp(`^(exact|wildcard|${certificateArn})$`),
      "'exact', 'wildcard' or a certificate's ARN",
      'choose one of these',
    ),
    basePath: text(
      // `(none)` is how API Gateway calls the whole domain.
      /^(?!\(none\)$)[A-Za-z0-9$_.+!*'()-]+(\/[A-Za-z0-9$_.+!*'()-]+)*$/,
      "path segments of letters, digits and $ - _ . + ! * ' ( ), without slashes at either end",
      'write v1 or jobs/v1',
    ),
    shared: flag,
    securityPolicy: oneOf(['TLS_1_0', 'TLS_1_2']),
    executeApiEndpoint: flag,
  },
  insideZone,
  wildcardCovers,
  sharedIsMadeElsewhere,
  sharedByBasePath,
  certifiable,
  levelsNeedNewTls,
);
