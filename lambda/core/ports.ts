/** What the core asks of the world. Every port is small enough to be faked in a few lines. */
import type { Clause } from './job/clauses';
import type { JobKey, JobRecord, JobSummary } from './job/job-record';

/** A write of one item: fields to set, to remove, and numbers to add to. */
export interface JobChange {
  /** Which step of the lifecycle this is, for those who watch. */
  readonly step: string;
  readonly set?: Partial<JobRecord>;
  readonly remove?: readonly (keyof JobRecord)[];
  readonly add?: Partial<Record<'claims' | 'fails' | 'releases' | 'resends' | 'tellings', number>>;
}

/** Every method throws `Unavailable` when it may have happened or not. */
export interface JobStore {
  /** Puts a job; false when a clause does not hold. */
  create(job: JobRecord, clauses: readonly Clause[]): Promise<boolean>;
  /** Reads what the last write left, never an older state. */
  get(key: JobKey): Promise<JobRecord | undefined>;
  /** Changes a job and returns it as it is then; undefined when a clause does not hold. */
  update(key: JobKey, change: JobChange, clauses: readonly Clause[]): Promise<JobRecord | undefined>;
  /** A tenant's jobs, newest first. */
  list(query: JobQuery): Promise<JobPage>;
  /** Jobs of a shard that are due, the longest due first. A hint: the job itself decides. */
  due(shard: number, before: number, limit: number): Promise<readonly JobKey[]>;
}

export interface JobQuery {
  readonly tenant: string;
  readonly status?: JobSummary['status'];
  readonly limit: number;
  /** Only what is older than this position. */
  readonly after?: string;
  readonly now: number;
}

export interface JobPage {
  readonly jobs: readonly JobSummary[];
  /** Position of the last job looked at, when there may be more. */
  readonly next?: string;
}

/** Says to a worker that a job may be taken. Holds no state: losing or repeating one does no harm. */
export interface JobMessage extends JobKey {
  /** The job's worker died before: it runs alone, so that it cannot take others with it. */
  readonly suspect?: true;
}

export interface JobQueue {
  send(message: JobMessage, delayMs?: number): Promise<void>;
}

/** Places that a tenant's jobs take, by kind. */
export interface TenantPlaces {
  /** Takes a place, again if it has it already; false when as many others as the limit says are taken. */
  take(tenant: string, kind: string, place: string, limit: number): Promise<boolean>;
  free(tenant: string, kind: string, places: readonly string[], now: number): Promise<void>;
  read(tenant: string, kind: string): Promise<TakenPlaces>;
}

export interface TakenPlaces {
  readonly taken: readonly string[];
  /** When places were freed last and the time before, in epoch milliseconds. */
  readonly freedAt?: number;
  readonly freedBefore?: number;
}

/** Payloads and files that are too large for an item. */
export interface BlobStore {
  put(key: string, body: string | Uint8Array, about: BlobAbout): Promise<void>;
  /** The whole of a small one. */
  get(key: string): Promise<Uint8Array>;
  /** A large one, piece by piece. */
  read(key: string): AsyncIterable<Uint8Array>;
  /** Undefined when there is none. */
  describe(key: string): Promise<(BlobAbout & { readonly bytes: number }) | undefined>;
  /** Where anybody can put exactly this file until it expires. */
  uploadLink(key: string, upload: ExpectedUpload, seconds: number): Promise<UploadLink>;
  /** Where anybody can fetch it until it expires. */
  downloadLink(key: string, about: BlobAbout, seconds: number): Promise<string>;
}

export interface BlobAbout {
  readonly contentType: string;
  readonly fileName?: string;
}

export interface ExpectedUpload extends BlobAbout {
  readonly bytes: number;
  /** Base64. */
  readonly sha256: string;
}

export interface UploadLink {
  readonly url: string;
  /** To be sent with the file, or it is refused. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after so many milliseconds, unless the returned function was called before. */
  after(milliseconds: number, run: () => void): () => void;
}

/** Ids and tokens that nobody can guess. */
export interface Ids {
  /** A new job's id; later ids sort after earlier ones. */
  job(now: number): string;
  token(): string;
}

/** A number from 0 up to but not 1. */
export type Random = () => number;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, unknown>>;

/** The store, the queue or the blobs did not answer in order; whether the call took effect is not known. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
