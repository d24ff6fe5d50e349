import { defaultJobType } from '../../../contract/job';
import type { SubmitJob } from '../../../contract/schemas';
import { DomainError, type FieldError } from '../domain-error';
import { storeJson } from '../files/payloads';
import { uploadMistakes } from '../files/uploads';
import { idIsFree } from '../job/clauses';
import { type CommitPorts, persist } from '../job/commit';
import type { JobRecord } from '../job/job-record';
import type { JobTypeDescription } from '../job/job-type';
import { dueAfter } from '../job/lifecycle';
import type { BlobStore, Ids, JobQueue, Log } from '../ports';
import { enter, type LimitPorts, leave } from '../tenant/tenant-limits';
import { callbackUrlMistake } from './callback-url';
import { idOfKey, requestHash, type SubmissionKey } from './idempotency';

export interface SubmitPorts extends CommitPorts, LimitPorts {
  readonly queue: JobQueue;
  readonly blobs: BlobStore;
  readonly ids: Ids;
  readonly log: Log;
  /** What is wrong with an input for a type; undefined when there is no such type. */
  readonly checkInput: (type: string, input: unknown) => readonly FieldError[] | undefined;
  readonly jobTypes: ReadonlyMap<string, JobTypeDescription>;
  readonly allowLocalCallbacks: boolean;
}

export interface Submission {
  readonly tenant: string;
  readonly body: SubmitJob;
  /** Repeating a submission with the same key makes no second job. */
  readonly once?: SubmissionKey;
  readonly baseUrl?: string;
}

export interface Submitted {
  readonly job: JobRecord;
  /** Whether the job was there already, by the same Idempotency-Key. */
  readonly replayed: boolean;
}

/**
 * Accepts a job: once this returns, the job is stored with a promise to look at it again, and it will be run even if
 * the message to the queue is lost.
 * @throws DomainError invalid_request; idempotency_conflict; too_many_jobs with the seconds to wait
 */
export async function submitJob(ports: SubmitPorts, submission: Submission): Promise<Submitted> {
  const { tenant, body, once } = submission;
  await checkRequest(ports, tenant, body);
  const now = ports.clock.now();
  const id = once ? idOfKey(tenant, once) : ports.ids.job(now);
  const hash = once && requestHash(body);
  if (hash) {
    const known = await persist(ports, () => ports.store.get({ tenant, id }));
    if (known) return replay(known, hash);
  }
  const place = { tenant, id, createdAt: now };
  const entered = await persist(ports, () => enter(ports, place, 'unfinished'));
  if (entered !== 'in') throw tooMany(entered.waitSeconds);
  const job = await newJob(ports, submission, id, now, hash);
  const stored = await put(ports, job);
  if (stored.submission !== job.submission) {
    await leave(ports, place, 'unfinished');
    return replay(stored, hash);
  }
  await announce(ports, job);
  return { job, replayed: false };
}

async function checkRequest(ports: SubmitPorts, tenant: string, body: SubmitJob): Promise<void> {
  const { callbackUrl } = body;
  const mistake =
    callbackUrl === undefined ? undefined : callbackUrlMistake(callbackUrl, ports.allowLocalCallbacks);
  const errors = [
    ...(await inputMistakes(ports, tenant, body)),
    ...(mistake ? [{ field: 'callbackUrl', detail: mistake }] : []),
  ];
  if (errors.length > 0) {
    throw new DomainError('invalid_request', 'The job is not one that can be run; see errors.', { errors });
  }
}

async function inputMistakes(
  { checkInput, jobTypes, blobs }: SubmitPorts,
  tenant: string,
  { type = defaultJobType, input }: SubmitJob,
): Promise<readonly FieldError[]> {
  const description = jobTypes.get(type);
  const mistakes = description && checkInput(type, input);
  if (!description || !mistakes) {
    return [
      { field: 'type', detail: `is ${JSON.stringify(type)}; known are ${[...jobTypes.keys()].join(', ')}` },
    ];
  }
  return mistakes.length > 0 ? mistakes : uploadMistakes(blobs, description, tenant, input);
}

function replay(stored: JobRecord, hash: string | undefined): Submitted {
  if (stored.requestHash === hash) return { job: stored, replayed: true };
  throw new DomainError(
    'idempotency_conflict',
    'This Idempotency-Key was used for another request; use a new key for a new request.',
  );
}

function tooMany(retryAfterSeconds: number): DomainError {
  return new DomainError(
    'too_many_jobs',
    `You have as many unfinished jobs as you may; one is likely to end within ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}

async function newJob(
  ports: SubmitPorts,
  { tenant, body, baseUrl }: Submission,
  id: string,
  now: number,
  hash: string | undefined,
): Promise<JobRecord> {
  const submission = ports.ids.token();
  const input = await persist(ports, async () =>
    body.input === undefined
      ? undefined
      : storeJson(ports.blobs, { tenant, id }, `input-${submission}`, body.input),
  );
  const deadline =
    body.deadlineSeconds === undefined ? {} : { deadlineAt: now + body.deadlineSeconds * 1_000 };
  return {
    tenant,
    id,
    name: body.name,
    type: body.type ?? defaultJobType,
    status: 'queued',
    createdAt: now,
    submission,
    ...(hash !== undefined && { requestHash: hash }),
    ...(input && { input }),
    ...(body.callbackUrl !== undefined && { callbackUrl: body.callbackUrl }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...deadline,
    progress: 0,
    fails: 0,
    claims: 0,
    releases: 0,
    resends: 0,
    leaseUntil: 0,
    dueAt: dueAfter(now, deadline),
  };
}

/** The job under this id: the new one, or the one that a request with the same key stored first. */
async function put(ports: SubmitPorts, job: JobRecord): Promise<JobRecord> {
  const stored = await persist(ports, async () => {
    if (await ports.store.create(job, [idIsFree])) return job;
    return ports.store.get(job);
  });
  if (!stored) throw new Error(`The job ${job.id} was refused by a job that is not there.`);
  return stored;
}

/** The message is only the quick way: the sweeper sends again what never arrived. */
async function announce({ queue, log }: SubmitPorts, { tenant, id }: JobRecord): Promise<void> {
  try {
    await queue.send({ tenant, id });
  } catch (error) {
    log.warn('A job was accepted but not sent; the sweeper will send it.', { jobId: id, error });
  }
}
