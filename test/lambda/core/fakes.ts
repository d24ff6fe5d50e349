import { holds } from '../../../lambda/core/job/clauses';
import type { JobKey, JobRecord } from '../../../lambda/core/job/job-record';
import type {
  BlobAbout,
  BlobStore,
  Clock,
  JobMessage,
  JobQueue,
  JobStore,
  Log,
  TenantPlaces,
} from '../../../lambda/core/ports';
import { Unavailable } from '../../../lambda/core/ports';

const nameOf = ({ tenant, id }: JobKey) => `${tenant}#${id}`;

/** A store in memory that obeys the clauses as data, and fails on demand. */
export class MemoryJobStore implements JobStore {
  readonly jobs = new Map<string, JobRecord>();
  /** Called before each write; an error of it stands for a call that never arrived. */
  beforeWrite: () => void = () => {};
  /** Called after each write; an error of it stands for a call that was applied and then timed out. */
  afterWrite: () => void = () => {};

  readonly create: JobStore['create'] = async (job, clauses) => {
    this.beforeWrite();
    if (!clauses.every(clause => holds(clause, this.jobs.get(nameOf(job))))) return false;
    this.jobs.set(nameOf(job), structuredClone(job));
    this.afterWrite();
    return true;
  };

  readonly get: JobStore['get'] = async key => structuredClone(this.jobs.get(nameOf(key)));

  readonly update: JobStore['update'] = async (key, { set = {}, remove = [], add = {} }, clauses) => {
    this.beforeWrite();
    const job = this.jobs.get(nameOf(key));
    if (!job || !clauses.every(clause => holds(clause, job))) return undefined;
    const added = Object.entries(add).map(([name, amount]) => [name, job[name as 'claims'] + amount]);
    const kept = Object.entries({ ...job, ...set, ...Object.fromEntries(added) }).filter(
      ([name, value]) => value !== undefined && !(remove as readonly string[]).includes(name),
    );
    const changed = Object.fromEntries(kept) as unknown as JobRecord;
    this.jobs.set(nameOf(key), changed);
    this.afterWrite();
    return structuredClone(changed);
  };

  readonly list: JobStore['list'] = async ({ tenant, status, limit, after, now }) => {
    const position = ({ createdAt, id }: JobRecord) => `${createdAt}#${id}`;
    const found = [...this.jobs.values()]
      .filter(job => job.tenant === tenant && (status === undefined || job.status === status))
      .filter(job => (job.expiresAt ?? Infinity) > now && (after === undefined || position(job) < after))
      .sort((one, other) => (position(one) < position(other) ? 1 : -1));
    const jobs = found.slice(0, limit);
    return { jobs, ...(found.length > limit && { next: position(jobs.at(-1)!) }) };
  };

  /** Everything due stands in shard 0. */
  readonly due: JobStore['due'] = async (shard, before, limit) =>
    [...this.jobs.values()].filter(job => shard === 0 && (job.dueAt ?? Infinity) <= before).slice(0, limit);
}

export function failOnce(): () => void {
  let failed = false;
  return () => {
    if (failed) return;
    failed = true;
    throw new Unavailable('planted');
  };
}

export class MemoryQueue implements JobQueue {
  readonly sent: { message: JobMessage; delayMs: number }[] = [];
  broken = false;

  async send(message: JobMessage, delayMs = 0): Promise<void> {
    if (this.broken) throw new Unavailable('planted');
    this.sent.push({ message, delayMs });
  }
}

export class MemoryPlaces implements TenantPlaces {
  readonly places = new Map<string, { taken: string[]; freedAt?: number; freedBefore?: number }>();

  readonly take: TenantPlaces['take'] = async (tenant, kind, place, limit) => {
    const held = await this.read(tenant, kind);
    if (!held.taken.includes(place) && held.taken.length >= limit) return false;
    this.places.set(`${kind} of ${tenant}`, { ...held, taken: [...new Set([...held.taken, place])] });
    return true;
  };

  readonly free: TenantPlaces['free'] = async (tenant, kind, places, now) => {
    const held = await this.read(tenant, kind);
    const taken = held.taken.filter(place => !places.includes(place));
    this.places.set(`${kind} of ${tenant}`, { taken, freedAt: now, freedBefore: held.freedAt ?? now });
  };

  readonly read: TenantPlaces['read'] = async (tenant, kind) =>
    this.places.get(`${kind} of ${tenant}`) ?? { taken: [] };
}

export class MemoryBlobs implements BlobStore {
  readonly blobs = new Map<string, BlobAbout & { body: string | Uint8Array }>();

  readonly put: BlobStore['put'] = async (key, body, about) => {
    this.blobs.set(key, { body, ...about });
  };

  readonly get: BlobStore['get'] = async key => {
    const blob = this.blobs.get(key);
    if (!blob) throw new Error(`No blob ${key}.`);
    return Buffer.from(blob.body);
  };

  async *read(key: string) {
    yield await this.get(key);
  }

  readonly describe: BlobStore['describe'] = async key => {
    const blob = this.blobs.get(key);
    if (!blob) return undefined;
    const { body, ...about } = blob;
    return { bytes: Buffer.byteLength(body), ...about };
  };

  readonly uploadLink: BlobStore['uploadLink'] = async (key, { sha256 }, seconds) => ({
    url: `https://blobs.test/${key}?for=${seconds}`,
    headers: { digest: sha256 },
  });

  readonly downloadLink: BlobStore['downloadLink'] = async key => `https://blobs.test/${key}`;
}

/** A clock that stands until it is moved; what is due on the way runs in order. */
export class ManualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.time + Math.max(milliseconds, 0), run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(other => other !== timer);
    };
  }

  /** Moves on; between timers, pending promises settle. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const next = this.timers.filter(timer => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.timers = this.timers.filter(timer => timer !== next);
      this.time = next.at;
      next.run();
    }
    this.time = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve));
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export function countingIds() {
  let count = 0;
  return { job: () => `job-${++count}`, token: () => `token-${++count}` };
}
