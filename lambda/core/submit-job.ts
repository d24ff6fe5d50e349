import { defaultJobType } from '../../contract/job';
import type { SubmitJob } from '../../contract/schemas';
import { idIsFree } from './clauses';
import type { CommitPorts } from './commit';
import { persist } from './commit';
import type { FieldError } from './domain-error';
import { DomainError } from './domain-error';
import type { JobRecord } from './job-record';
import { RESEND_AFTER_MS } from './limits';
import { storeJson } from './payloads';
import type { BlobStore, Ids, JobQueue, Log } from './ports';

export interface SubmitPorts extends CommitPorts {
  readonly queue: JobQueue;
  readonly blobs: BlobStore;
  readonly ids: Ids;
  readonly log: Log;
  /** What is wrong with an input for a type; undefined when there is no such type. */
  readonly checkInput: (type: string, input: unknown) => readonly FieldError[] | undefined;
  readonly jobTypes: readonly string[];
}

/**
 * Accepts a job: once this returns, the job is stored with a promise to look at it again, and it will be run even if
 * the message to the queue is lost.
 * @throws DomainError invalid_request when the type is unknown or the input is not as its schema says
 */
export async function submitJob(ports: SubmitPorts, tenant: string, body: SubmitJob): Promise<JobRecord> {
  const type = body.type ?? defaultJobType;
  checkRequest(ports, type, body.input);
  const now = ports.clock.now();
  const id = ports.ids.job(now);
  const submission = ports.ids.token();
  const job: JobRecord = {
    tenant,
    id,
    name: body.name,
    type,
    status: 'queued',
    createdAt: now,
    submission,
    ...(body.input !== undefined && {
      input: await persist(ports, () =>
        storeJson(ports.blobs, { tenant, id }, `input-${submission}`, body.input),
      ),
    }),
    progress: 0,
    fails: 0,
    claims: 0,
    releases: 0,
    resends: 0,
    leaseUntil: 0,
    dueAt: now + RESEND_AFTER_MS,
  };
  await put(ports, job);
  await announce(ports, job);
  return job;
}

function checkRequest({ checkInput, jobTypes }: SubmitPorts, type: string, input: unknown): void {
  const errors = checkInput(type, input);
  if (!errors) {
    throw new DomainError('invalid_request', 'There is no such job type.', {
      errors: [{ field: 'type', detail: `is ${JSON.stringify(type)}; known are ${jobTypes.join(', ')}` }],
    });
  }
  if (errors.length > 0) {
    throw new DomainError('invalid_request', `The input is not what a job of type ${type} takes.`, {
      errors,
    });
  }
}

async function put(ports: SubmitPorts, job: JobRecord): Promise<void> {
  const stored = await persist(ports, async () => {
    if (await ports.store.create(job, [idIsFree])) return job;
    return ports.store.get(job);
  });
  if (stored?.submission !== job.submission) throw new Error(`The new id ${job.id} is taken by another job.`);
}

/** The message is only the quick way: the sweeper sends again what never arrived. */
async function announce({ queue, log }: SubmitPorts, { tenant, id }: JobRecord): Promise<void> {
  try {
    await queue.send({ tenant, id });
  } catch (error) {
    log.warn('A job was accepted but not sent; the sweeper will send it.', { jobId: id, error });
  }
}
