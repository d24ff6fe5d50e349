/**
 * How many jobs a tenant may have, unfinished and running, held in the store as the sets of the jobs that count. A set
 * and not a number: adding or removing twice does no harm, and a place that a crash left taken is found and freed.
 */
import { isFinished } from '../../../contract/job';
import type { JobKey, JobRecord } from '../job/job-record';
import type { Clock, JobStore, TenantPlaces } from '../ports';

export type LimitKind = 'unfinished' | 'running';
export type Limits = Partial<Record<LimitKind, number>>;

export interface LimitPorts {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly places: TenantPlaces;
  readonly limitsOf: (tenant: string) => Limits;
}

type Placed = Pick<JobRecord, 'tenant' | 'id' | 'createdAt'>;

/** A job's place is freed at once only when it cannot be on its way into the store any more. */
const SETTLED_MS = 120_000;
const LOOKED_AT = 100;
const WAIT_SECONDS = { least: 1, most: 60 };

/** Takes a place; otherwise says after how many seconds one may be free, from how they came free lately. */
export async function enter(
  ports: LimitPorts,
  job: Placed,
  kind: LimitKind,
): Promise<{ waitSeconds: number } | 'in'> {
  const limit = ports.limitsOf(job.tenant)[kind];
  if (limit === undefined) return 'in';
  const take = () => ports.places.take(job.tenant, kind, placeOf(job), limit);
  if (await take()) return 'in';
  if ((await freeForgotten(ports, job.tenant, kind)) && (await take())) return 'in';
  return { waitSeconds: await usualWait(ports, job.tenant, kind) };
}

/**
 * Whether a place may be free, or the job has one already: asked before anything is written, so that a job which has to
 * wait costs little and can come to no harm.
 */
export async function roomFor(
  ports: LimitPorts,
  { tenant, id }: JobKey,
  kind: LimitKind,
): Promise<{ waitSeconds: number } | 'in'> {
  const limit = ports.limitsOf(tenant)[kind];
  if (limit === undefined) return 'in';
  const { taken } = await ports.places.read(tenant, kind);
  if (taken.length < limit || taken.some(place => place.startsWith(`${id}@`))) return 'in';
  if (await freeForgotten(ports, tenant, kind)) return 'in';
  return { waitSeconds: await usualWait(ports, tenant, kind) };
}

export async function leave(ports: LimitPorts, job: Placed, kind: LimitKind): Promise<void> {
  if (ports.limitsOf(job.tenant)[kind] === undefined) return;
  await ports.places.free(job.tenant, kind, [placeOf(job)], ports.clock.now());
}

function placeOf({ id, createdAt }: Placed): string {
  return `${id}@${createdAt}`;
}

async function freeForgotten(
  { places, store, clock }: LimitPorts,
  tenant: string,
  kind: LimitKind,
): Promise<boolean> {
  const { taken } = await places.read(tenant, kind);
  const looked = await Promise.allSettled(
    taken.slice(0, LOOKED_AT).map(async place => {
      const [id = '', createdAt] = place.split('@');
      const job = await store.get({ tenant, id });
      const counts = job
        ? !isFinished(job.status) && (kind === 'unfinished' || job.status === 'running')
        : clock.now() - Number(createdAt) < SETTLED_MS;
      return counts ? [] : [place];
    }),
  );
  // A place that could not be looked at stays taken, and holds up no other.
  const free = looked.flatMap(look => (look.status === 'fulfilled' ? look.value : []));
  if (free.length > 0) await places.free(tenant, kind, free, clock.now());
  return free.length > 0;
}

async function usualWait({ places, clock }: LimitPorts, tenant: string, kind: LimitKind): Promise<number> {
  const { freedAt, freedBefore } = await places.read(tenant, kind);
  if (freedAt === undefined || freedBefore === undefined) return WAIT_SECONDS.least;
  const gap = Math.max(freedAt - freedBefore, clock.now() - freedAt);
  return Math.min(Math.max(Math.ceil(gap / 1_000), WAIT_SECONDS.least), WAIT_SECONDS.most);
}
