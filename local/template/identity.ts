/** A resource's names and ids: the template's own, or derived from stack and logical id, so that they stay the same. */
import { createHash } from 'node:crypto';
import { type Properties, text } from './values';

export interface Resource {
  readonly stack: { readonly name: string; readonly accountId: string; readonly region: string };
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly metadata: Properties;
}

export interface PhysicalId {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

export interface Endpoints {
  /** Base address of the local SQS, under which queue URLs lie. */
  readonly queues: string;
}

/** What `Ref` and `Fn::GetAtt` answer for a resource of one type. */
export type Kind = (resource: Resource, endpoints: Endpoints) => PhysicalId;

/** Lower-case letters and digits, as API Gateway's ids. */
export function stableId(resource: Resource, length = 10): string {
  const digest = createHash('sha256')
    .update(`${resource.stack.name}/${resource.logicalId}/${resource.type}`)
    .digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

export function hexadecimalId(resource: Resource, prefix: string): string {
  return `${prefix}-${createHash('sha256').update(`${resource.stack.name}/${resource.logicalId}`).digest('hex').slice(0, 17)}`;
}

/** The template's own name or one made as CloudFormation makes it: stack, logical id, and a suffix where it is cut. */
export function physicalName(resource: Resource, property?: string, limit = 64, suffix = ''): string {
  const given = property === undefined ? undefined : text(resource.properties[property]);
  if (given) return given;
  const name = `${resource.stack.name}-${resource.logicalId}`;
  return name.length + suffix.length <= limit
    ? name + suffix
    : `${name.slice(0, limit - 9 - suffix.length)}-${stableId(resource, 8)}${suffix}`;
}

export function arn(resource: Resource, service: string, path: string): string {
  return `arn:aws:${service}:${resource.stack.region}:${resource.stack.accountId}:${path}`;
}

export function rootResourceId(restApiId: string): string {
  return `r${restApiId.slice(0, 9)}`;
}
