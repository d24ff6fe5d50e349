/** Patterns of what AWS names: ids, ARNs, accounts, regions; each with the words that a wrong one is answered with. */
import { type Check, type Rule, refuse, text } from '../check';
import { certificateArn, constructName } from '../names';

const hexadecimal = '([0-9a-f]{8}|[0-9a-f]{17})';

export const endpointIdCheck = text(
  new RegExp(`^vpce-${hexadecimal}$`),
  'the id of an interface endpoint: vpce- and 8 or 17 hexadecimal digits',
  'copy the id from the output of the stack that made the endpoint (not its DNS name, not the service: vpce-svc-…)',
);
export const securityGroupCheck = text(
  new RegExp(`^(\\d{12}/)?sg-${hexadecimal}$`),
  'sg- and 8 or 17 hexadecimal digits; of a peered VPC in another account with that account and a slash in front',
  'name the security group of the callers, not a range of addresses',
);
export const vpcIdCheck = text(
  new RegExp(`^vpc-${hexadecimal}$`),
  'vpc- and 8 or 17 hexadecimal digits',
  'copy the id',
);
export const subnetIdCheck = text(
  new RegExp(`^subnet-${hexadecimal}$`),
  'subnet- and 8 or 17 hexadecimal digits',
  'copy the id',
);
export const transitGatewayIdCheck = text(
  new RegExp(`^tgw-${hexadecimal}$`),
  'tgw- and 8 or 17 hexadecimal digits',
  'copy the id of the Transit Gateway',
);
export const zoneCheck = text(
  /^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/,
  'an availability zone like eu-central-1a',
  'write the zone with its letter',
);
export const nameCheck = constructName(
  text(
    /^[a-z][a-z0-9-]{0,29}$/,
    'up to 30 lower-case letters, digits and hyphens, beginning with a letter',
    'shorten the name or replace the other characters by hyphens',
  ),
);
export const serviceCheck = text(
  new RegExp(`^com\\.amazonaws\\.vpce\\.[a-z]{2,4}(-[a-z]+)+-\\d\\.vpce-svc-${hexadecimal}$`),
  'the name of an endpoint service: com.amazonaws.vpce.<region>.vpce-svc-<id>',
  'copy the ServiceName output of the provider',
);
export const principalCheck: Check = (value, path, report) => {
  if (typeof value === 'string' && value.includes('*')) {
    const remedy = 'name each account that may connect; a wildcard would let every AWS account in';
    return refuse(report, path, 'is a wildcard', value, principalForm, remedy);
  }
  return isPrincipal(value, path, report);
};
const principalForm = 'arn:aws:iam::<account>:root, or the ARN of a role or user';
const isPrincipal = text(
  /^arn:aws(-[a-z-]+)?:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  principalForm,
  'write the ARN of the account or role that creates the endpoint',
);

const loadBalancerForm = 'arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/';
/** The ARN of a network load balancer, or also of an application load balancer. */
export function loadBalancerArnCheck(kinds: 'net' | 'net|app'): Check {
  return text(
    new RegExp(
      `^arn:aws(-[a-z-]+)?:elasticloadbalancing:[a-z0-9-]+:\\d{12}:loadbalancer/(${kinds})/[\\w-]+/[0-9a-f]+$`,
    ),
    kinds
      .split('|')
      .map(kind => `${loadBalancerForm}${kind}/<name>/<id>`)
      .join(' or '),
    'copy the ARN of the load balancer (not of a listener or target group)',
  );
}
export const certificateArnCheck = text(
  new RegExp(`^${certificateArn}$`),
  'arn:aws:acm:<region>:<account>:certificate/<id>',
  'copy the ARN of the certificate',
);
export const domainArnCheck = text(
  /^arn:aws(-[a-z-]+)?:apigateway:[a-z0-9-]+:\d{12}:\/domainnames\/[\w.-]+\+[a-z0-9]+$/,
  'arn:aws:apigateway:<region>:<account>:/domainnames/<name>+<id>',
  'copy the DomainArn output of the API',
);

/** The region or account in an ARN or service name must be that of the section it stands in. */
export function samePlace<T extends { readonly region?: string; readonly account?: string }>(
  field: string,
  read: (section: T) => string | undefined,
): Rule<T> {
  return (section, path, report) => {
    const value = read(section);
    if (value === undefined) return;
    const [, , , region, account] = value.startsWith('arn:')
      ? value.split(':')
      : ['', '', '', value.split('.')[3]];
    const differs = (own: string | undefined, found: string | undefined) => own && found && own !== found;
    if (differs(section.region, region)) {
      refuse(
        report,
        `${path}.${field}`,
        `is in region ${region}`,
        value,
        `region ${section.region}`,
        remedy('region'),
      );
    }
    if (differs(section.account, account)) {
      refuse(
        report,
        `${path}.${field}`,
        `is of account ${account}`,
        value,
        `account ${section.account}`,
        remedy('account'),
      );
    }
  };
}
const remedy = (what: string) => `correct the ${what} of the section or name a resource of the same ${what}`;

/** Exactly one of these fields says how; the others are left out. */
export function exactlyOne<T extends object>(...names: readonly (keyof T & string)[]): Rule<T> {
  return (value, path, report) => {
    const given = names.filter(name => value[name] !== undefined);
    if (given.length === 1) return;
    const what = given.length === 0 ? 'says nothing' : `says ${given.join(' and ')} at once`;
    refuse(report, path, what, value, `exactly one of ${names.join(', ')}`, 'keep the one that is meant');
  };
}
