/** The jobs table: conditional writes of one item, consistent reads, and an index that follows late. */
import { isFinished } from '../../contract/job';
import { shards } from '../../contract/table';
import { listJobs } from '../../lambda/aws/job-listing';
import { type Clause, holds } from '../../lambda/core/job/clauses';
import type { JobKey, JobRecord } from '../../lambda/core/job/job-record';
import type { JobChange, JobStore } from '../../lambda/core/ports';
import { FakeListing } from './fake-listing';
import type { Process } from './process';
import type { Dice } from './random';
import type { VirtualTime } from './virtual-time';

export interface Write {
  readonly step: string;
  readonly by: Process;
  readonly before: JobRecord;
  readonly after: JobRecord;
}

/** A write as it was sent. */
export interface Sent {
  readonly key: JobKey;
  readonly change: JobChange;
  readonly clauses: readonly Clause[];
}

export interface FakeStoreOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  /** Which clauses are checked; a mutation leaves one out. */
  readonly checked: (step: string, clause: Clause) => boolean;
  /** Which steps never happen; a mutation names one. */
  readonly refused: (step: string) => boolean;
  /** Told of every write that was applied. */
  readonly onWrite: (write: Write) => void;
  /** What the network does with a write that was applied: it may bring it once more. */
  readonly afterwards: (sent: Sent, write: Write) => void;
  readonly onCreate: (before: JobRecord | undefined, job: JobRecord) => void;
}

const endings: readonly string[] = ['succeed', 'retryLater', 'fail', 'stop', 'release'];
export const INDEX_LAG_MS = 1_500;
const pkOf = ({ tenant, id }: JobKey): string => `${tenant}#${id}`;

export class FakeStore {
  readonly jobs = new Map<string, JobRecord>();
  private readonly byId = new Map<string, JobRecord>();
  /** What the sparse index of due jobs shows at this moment. */
  private readonly index = new Map<
    string,
    { readonly key: JobKey; readonly dueAt: number; readonly shard: number }
  >();

  private readonly listing = new FakeListing();

  constructor(private readonly options: FakeStoreOptions) {}

  private writes = 0;
  /** Jobs that have not come to an end, or whose end was not told. */
  unsettled = 0;

  findById(id: string): JobRecord | undefined {
    return this.byId.get(id);
  }

  find(key: JobKey): JobRecord | undefined {
    return this.jobs.get(pkOf(key));
  }

  /** The port as one process sees it. */
  for(process: Process): JobStore {
    return {
      create: (job, clauses) => process.call(() => this.create(job, clauses)),
      get: key => process.call(() => this.find(key)),
      update: (key, change, clauses) =>
        process.call(() => this.update(process, key, change, clauses), endings.includes(change.step)),
      due: (shard, before, limit) => process.call(() => this.due(shard, before, limit)),
      list: query => listJobs(this.listing.for(process), '', query),
    };
  }

  put(job: JobRecord): void {
    this.save(job);
  }

  private create(job: JobRecord, clauses: readonly Clause[]): boolean {
    const before = this.find(job);
    if (!this.fulfils('create', before, clauses)) return false;
    this.options.onCreate(before, job);
    this.save(job);
    return true;
  }

  /** A write arrives at the table, perhaps long after it was sent. */
  update(by: Process, key: JobKey, change: JobChange, clauses: readonly Clause[]): JobRecord | undefined {
    const before = this.find(key);
    const { step } = change;
    if (!before || this.options.refused(step) || !this.fulfils(step, before, clauses)) return undefined;
    const after: Record<string, unknown> = { ...before, ...change.set };
    for (const attribute of change.remove ?? []) delete after[attribute];
    for (const [counter, amount] of Object.entries(change.add ?? {})) {
      after[counter] = Number(after[counter] ?? 0) + amount;
    }
    const job = after as unknown as JobRecord;
    this.options.onWrite({ step, by, before, after: job });
    this.save(job);
    this.options.afterwards({ key, change, clauses }, { step, by, before, after: job });
    return job;
  }

  private fulfils(step: string, job: JobRecord | undefined, clauses: readonly Clause[]): boolean {
    return clauses.every(clause => !this.options.checked(step, clause) || holds(clause, job));
  }

  private save(job: JobRecord): void {
    const { time, dice } = this.options;
    const pk = pkOf(job);
    const version = ++this.writes;
    const before = this.jobs.get(pk);
    this.unsettled += Number(isUnsettled(job)) - Number(before !== undefined && isUnsettled(before));
    this.jobs.set(pk, job);
    this.byId.set(job.id, job);
    time.quietly(time.now + dice.between(0, INDEX_LAG_MS), () => {
      const { dueAt } = job;
      this.listing.show(job, version);
      if (this.jobs.get(pk) !== job) return;
      if (dueAt === undefined) this.index.delete(pk);
      else this.index.set(pk, { key: { tenant: job.tenant, id: job.id }, dueAt, shard: shardOf(job.id) });
    });
  }

  private due(shard: number, before: number, limit: number): readonly JobKey[] {
    return [...this.index.values()]
      .filter(entry => entry.shard === shard && entry.dueAt <= before)
      .sort((one, other) => one.dueAt - other.dueAt)
      .slice(0, limit)
      .map(entry => entry.key);
  }
}

const isUnsettled = (job: JobRecord): boolean => !isFinished(job.status) || job.notify === 'pending';

function shardOf(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) >>> 0;
  return hash % shards.byDue;
}
