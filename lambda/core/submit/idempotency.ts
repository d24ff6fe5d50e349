import { createHash } from 'node:crypto';
import type { SubmitJob } from '../../../contract/schemas';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID_LENGTH = 26;

/** What makes a submission the same as another: where it came from, and its key there. */
export interface SubmissionKey {
  readonly source: 'request' | 'topic' | 'schedule';
  readonly key: string;
}

/** The id of the job that a tenant's key stands for: the same for every request, so that storing it is the lock. */
export function idOfKey(tenant: string, { source, key }: SubmissionKey): string {
  const known = JSON.stringify([tenant, source, key]);
  const digest = createHash('sha256').update(known).digest();
  return Array.from(digest.subarray(0, ID_LENGTH), byte => ALPHABET[byte & 31]).join('');
}

/** Tells one request from another by what it says, not by how it is spelled: the order of keys does not matter. */
export function requestHash(body: SubmitJob): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { entries: entries.map(([name, item]) => [name, sorted(item)]) };
}
