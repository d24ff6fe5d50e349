import { fieldsOf } from '../fields-of';
import { type CommitPorts, commit, persist } from '../job/commit';
import type { JobRecord } from '../job/job-record';
import type { RemoteJobType } from '../job/job-type';
import { type Held, handOver } from '../job/lifecycle';
import type { BlobStore, Log } from '../ports';
import type { Ending } from '../run/attempt';
import { type SettlePorts, settle } from '../run/settle';

/** Existing Lambda functions by the names that the stage config gives them. */
export interface RemoteFunctions {
  /** Has the function run later, on its own. @throws when there is no such function or it may not be called */
  invoke(name: string, payload: RemotePayload): Promise<void>;
}

/** What a remote function is given; Lambda gives it back with the function's answer. */
export interface RemotePayload {
  readonly jobId: string;
  readonly tenant: string;
  readonly attempt: number;
  readonly token: string;
  readonly input?: unknown;
  /** Where the input is when it is too large for an event; it is JSON. */
  readonly inputUrl?: string;
}

const INPUT_LINK_SECONDS = 43_200;

export interface HandOverPorts extends CommitPorts {
  readonly blobs: BlobStore;
  readonly remoteFunctions: RemoteFunctions;
  readonly log: Log;
}

/**
 * Gives a job to its remote function. The job goes on running, without a worker, until the answer comes.
 * @throws when the input cannot be read or the store stays away
 */
export async function handOverTo(
  ports: HandOverPorts,
  { remote }: RemoteJobType,
  held: Held,
): Promise<Ending> {
  const { job, token } = held;
  const payload = {
    jobId: job.id,
    tenant: job.tenant,
    attempt: job.claims,
    token,
    ...(await persist(ports, () => inputOf(ports.blobs, job))),
  };
  // The lease first: an answer may come before this worker hears that the function was invoked.
  const kept = await commit(ports, job, handOver(ports.clock.now(), held, remote.timeLimitSeconds * 1_000));
  if (!kept) return { is: 'taken-over' };
  try {
    await persist(ports, () => ports.remoteFunctions.invoke(remote.function, payload));
    return { is: 'handed-over' };
  } catch (error) {
    ports.log.warn('A remote function could not be invoked.', { jobId: job.id, error });
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The remote function ${remote.function} could not be invoked: ${reason.slice(0, 500)}`;
    return { is: 'failed', error: { code: 'remote_unavailable', message } };
  }
}

async function inputOf(
  blobs: BlobStore,
  { input }: JobRecord,
): Promise<Pick<RemotePayload, 'input' | 'inputUrl'>> {
  if (!input) return {};
  if ('json' in input) return { input: JSON.parse(input.json) };
  return { inputUrl: await blobs.downloadLink(input.blob, input, INPUT_LINK_SECONDS) };
}

/** What came of a remote function, as Lambda reports it to a destination. */
export interface RemoteAnswer {
  readonly jobId: string;
  readonly tenant: string;
  readonly token: string;
  readonly outcome: { readonly result: unknown } | { readonly error: string };
}

/** Takes a remote function's answer into its job, unless the job is no longer the one that the function was given. */
export async function takeAnswer(ports: SettlePorts, answer: RemoteAnswer): Promise<void> {
  const { jobId, tenant, token, outcome } = answer;
  const job = await persist(ports, () => ports.store.get({ tenant, id: jobId }));
  if (job?.status !== 'running' || job.token !== token) {
    ports.log.info('An answer was dropped: its job waits for none.', { jobId });
    return;
  }
  await settle(ports, { job, token }, endingOf(job, outcome));
}

function endingOf(job: JobRecord, outcome: RemoteAnswer['outcome']): Ending {
  if (job.cancelRequestedAt !== undefined) return { is: 'cancelled' };
  if ('result' in outcome) return { is: 'done', result: outcome.result };
  return { is: 'failed', error: { code: 'job_failed', message: outcome.error } };
}

/**
 * Reads the record that Lambda sends to a destination (Lambda developer guide, "Adding a destination").
 * @throws when it is something else
 */
export function readAnswer(record: unknown): RemoteAnswer {
  const { requestContext, requestPayload, responsePayload } = fieldsOf(record);
  const { jobId, tenant, token } = fieldsOf(requestPayload);
  const { condition } = fieldsOf(requestContext);
  if (typeof jobId !== 'string' || typeof tenant !== 'string' || typeof token !== 'string') {
    throw new Error('The record is not of a remote job: its request has no jobId, tenant and token.');
  }
  if (condition === 'Success') return { jobId, tenant, token, outcome: { result: responsePayload ?? null } };
  const { errorMessage } = fieldsOf(responsePayload);
  const said = typeof errorMessage === 'string' && errorMessage !== '' ? errorMessage : 'it said nothing';
  return {
    jobId,
    tenant,
    token,
    outcome: { error: `The remote function failed (${String(condition)}): ${said}`.slice(0, 1_000) },
  };
}
