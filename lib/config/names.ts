import { anyTenantPattern, tenantPattern } from '../../contract/table';
import { type Check, refuse, text } from './check';

/** Whether a host name is a zone's own or one below it. */
export function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** What plans, keys, topics and schedules may be called: it becomes part of physical names and of construct ids. */
export const nameCheck = constructName(
  text(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'letters, digits, dots, hyphens and underscores, 64 at most, beginning with a letter or digit',
    'shorten the name or replace the other characters by hyphens',
  ),
);

/** The CDK keeps constructs by id in an object, which has a few names from the start. */
export function constructName(check: Check): Check {
  const allowed = 'any name but those that every JavaScript object has';
  return (value, path, report) =>
    check(value, path, report) &&
    (!(String(value) in {}) || refuse(report, path, 'is taken', value, allowed, 'choose another name'));
}

export const tenantCheck = text(
  tenantPattern,
  'letters, digits and . _ @ -, 128 at most, beginning with a letter or digit',
  'shorten the tenant or replace the other characters by hyphens',
);

/** A tenant of any caller, not of an API key alone. */
export const anyTenantCheck = text(
  anyTenantPattern,
  'the tenant of a key, or one that tokens or signatures name, with jwt:, iam: or cognito: in front; 128 characters at most',
  'write it as the jobs have it',
);

/** The last label begins with a letter, so that no IPv4 address is a name. */
export const hostCheck = text(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  'a full host name in lower case, like api.example.com',
  'write the name without scheme, port and path',
);
export const zoneIdCheck = text(
  /^Z[A-Z0-9]{1,31}$/,
  'a hosted zone id like Z0123456789ABC',
  'copy the id from Route 53',
);
export const apiIdCheck = text(
  /^[a-z0-9]{10}$/,
  "an API's id of 10 letters and digits",
  'copy the id from the console or the output ApiId',
);
export const apiStageCheck = text(
  /^[A-Za-z0-9_-]{1,128}$/,
  'the name of an API stage',
  'write the name as in the URL',
);
/** Pattern of a certificate's ARN in AWS Certificate Manager. */
export const certificateArn = 'arn:aws(-[a-z-]+)?:acm:[a-z0-9-]+:\\d{12}:certificate/[\\w-]+';

export const accountCheck = text(
  /^\d{12}$/,
  'an account id of 12 digits, in quotation marks',
  'write all 12 digits',
);
export const regionCheck = text(
  /^[a-z]{2,4}(-[a-z]+)+-\d$/,
  'a region like eu-central-1',
  'write the region without a zone letter',
);
