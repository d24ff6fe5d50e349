import { isFinished } from '../../../contract/job';
import { commit } from '../job/commit';
import type { Delivery, JobKey, JobRecord } from '../job/job-record';
import { NOTIFY_PAUSES_MS, RESEND_AFTER_MS } from '../job/limits';
import type { JobQueue, Log } from '../ports';
import { callbackMessage } from './callback-message';
import { published, tellLater, told } from './notification-steps';
import { type PublishPorts, publish, publishEnd } from './publish-end';

export interface NotifyPorts extends PublishPorts {
  readonly notifications: JobQueue;
  readonly callbacks: Callbacks;
  readonly secrets: CallbackSecrets;
  readonly log: Log;
}

export interface Callbacks {
  /** Posts once, to a public address only; an answer of any status is an answer. Never throws. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<CallbackAnswer>;
}

export type CallbackAnswer = { readonly status: number } | { readonly error: string };

export interface CallbackSecrets {
  /** Secrets with which a tenant's callbacks are signed now, the newest first; made when there is none. */
  current(tenant: string): Promise<readonly string[]>;
}

/**
 * Tells the end of a job to those who wait for it: publishes it, and calls its callback URL. What was not told stays
 * due and comes again, over about a day; then it is given up, and the job says so.
 * @throws Unavailable when the topic or the store is away: the message must come again
 */
export async function notify(ports: NotifyPorts, key: JobKey): Promise<void> {
  const found = await ports.store.get(key);
  if (!found || !isFinished(found.status) || found.notify !== 'pending') return;
  if (found.callbackUrl === undefined) return publishEnd(ports, found);
  const job = await publishOnce(ports, found);
  if (!job) return;
  const delivery = await deliver(ports, job, found.callbackUrl);
  const accepted = delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300;
  const tried = (job.tellings ?? 0) + 1;
  if (accepted) await commit(ports, key, told(job, 'done', delivery));
  else if (delivery.status === GONE || tried > NOTIFY_PAUSES_MS.length)
    await commit(ports, key, told(job, 'failed', delivery));
  else await tryLater(ports, job, delivery, tried);
}

/** Standard Webhooks: the receiver says with 410 that it wants no more. */
const GONE = 410;

async function publishOnce(ports: NotifyPorts, job: JobRecord): Promise<JobRecord | undefined> {
  if (job.publishedAt !== undefined) return job;
  await publish(ports, job);
  return commit(ports, job, published(ports.clock.now(), job));
}

async function deliver(ports: NotifyPorts, job: JobRecord, url: string): Promise<Delivery> {
  const at = ports.clock.now();
  const { headers, body } = callbackMessage(job, at, await ports.secrets.current(job.tenant));
  const answer = await ports.callbacks.post(url, headers, body);
  if ('error' in answer)
    ports.log.info('A callback was not delivered.', { jobId: job.id, error: answer.error });
  return { at, milliseconds: ports.clock.now() - at, ...answer };
}

async function tryLater(
  ports: NotifyPorts,
  job: JobRecord,
  delivery: Delivery,
  tried: number,
): Promise<void> {
  const { tenant, id } = job;
  const pause = Math.round(NOTIFY_PAUSES_MS[tried - 1]! * (0.8 + ports.random() * 0.4));
  const reachable = pause <= LONGEST_MESSAGE_DELAY_MS;
  // The message of the queue is the quick way where it can wait so long; the sweeper sends what it does not bring.
  const dueAt = ports.clock.now() + pause + (reachable ? RESEND_AFTER_MS : 0);
  if (!(await commit(ports, { tenant, id }, tellLater(job, delivery, dueAt))) || !reachable) return;
  try {
    await ports.notifications.send({ tenant, id }, pause);
  } catch (error) {
    ports.log.warn('A retry of a callback was not sent; the sweeper will send it.', { jobId: id, error });
  }
}

const LONGEST_MESSAGE_DELAY_MS = 900_000;
