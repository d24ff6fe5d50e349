import { createHash } from 'node:crypto';
import type { JobStatus } from '../../../contract/job';
import { DomainError } from '../domain-error';
import type { Clock, JobPage, JobStore } from '../ports';

export interface ListPorts {
  readonly store: JobStore;
  readonly clock: Clock;
}

export interface Listing {
  readonly status?: JobStatus;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * A page of a tenant's jobs, newest first. A cursor is a position in one tenant's listing, so that jobs which come in
 * meanwhile move nothing; the tenant itself is never taken from it.
 * @throws DomainError invalid_request for a cursor that this listing did not give
 */
export async function listJobs(
  { store, clock }: ListPorts,
  tenant: string,
  listing: Listing,
): Promise<JobPage> {
  const { status, limit, cursor } = listing;
  const filter = status ? { status } : {};
  const after = cursor === undefined ? {} : { after: readCursor(cursor, tenant, status) };
  const { jobs, next } = await store.list({ tenant, ...filter, limit, ...after, now: clock.now() });
  return { jobs, ...(next !== undefined && { next: writeCursor(next, tenant, status) }) };
}

function writeCursor(position: string, tenant: string, status: JobStatus | undefined): string {
  return Buffer.from(JSON.stringify([position, owner(position, tenant, status)])).toString('base64url');
}

function readCursor(cursor: string, tenant: string, status: JobStatus | undefined): string {
  const [position, mark] = parse(cursor);
  if (typeof position === 'string' && mark === owner(position, tenant, status)) return position;
  throw new DomainError('invalid_request', 'The cursor is not one of this listing.', {
    errors: [
      {
        field: 'cursor',
        detail:
          'must be a nextCursor of your own listing with the same status; leave it out to begin with the newest',
      },
    ],
  });
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** Tells a cursor of another tenant or another filter from one of this listing. */
function owner(position: string, tenant: string, status: JobStatus | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, status ?? null, position]))
    .digest('base64url')
    .slice(0, 16);
}
