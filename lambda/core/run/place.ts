/**
 * A tenant's limit of running jobs, as a worker keeps it: it looks for a place before it claims a job, so that one which
 * has to wait costs little and is not touched, and takes the place after.
 */
import { type CommitPorts, commit, persist } from '../job/commit';
import { type Held, postpone, putBack } from '../job/lifecycle';
import { GRACE_MS, RESEND_AFTER_MS } from '../job/limits';
import type { JobMessage, JobQueue, Log } from '../ports';
import { enter, type LimitPorts, roomFor } from '../tenant/tenant-limits';

export interface PlacePorts extends LimitPorts, CommitPorts {
  readonly queue: JobQueue;
  readonly log: Log;
}

/**
 * Whether a message's job has to wait for a place: then the message comes again later, unless another of the same job is
 * on its way already.
 */
export async function mustWait(ports: PlacePorts, message: JobMessage): Promise<boolean> {
  const { clock, store } = ports;
  if (ports.limitsOf(message.tenant).running === undefined) return false;
  const room = await unlessAway(ports, message, () => roomFor(ports, message, 'running'));
  if (room === 'in') return false;
  const job = await persist(ports, () => store.get(message));
  if (job?.status !== 'queued' || job.dueAt === undefined) return false;
  const now = clock.now();
  if (job.dueAt > now + RESEND_AFTER_MS + GRACE_MS) return true;
  const pause = jittered(room.waitSeconds, ports.random());
  if (await commit(ports, message, postpone(now, { ...job, dueAt: job.dueAt }, pause)))
    await ports.queue.send(message, pause);
  return true;
}

/** Whether the last place was taken meanwhile: then the job is given back at no cost, and its message comes again. */
export async function lostPlace(ports: PlacePorts, held: Held, message: JobMessage): Promise<boolean> {
  const place = await unlessAway(ports, message, () => enter(ports, held.job, 'running'));
  if (place === 'in') return false;
  const pause = jittered(place.waitSeconds, ports.random());
  if (await commit(ports, message, putBack(ports.clock.now(), held, pause)))
    await ports.queue.send(message, pause);
  return true;
}

/** A limit that cannot be asked for is no reason to leave a job. */
async function unlessAway(
  ports: PlacePorts,
  { id }: JobMessage,
  ask: () => ReturnType<typeof enter>,
): ReturnType<typeof enter> {
  try {
    return await persist(ports, ask);
  } catch (error) {
    ports.log.warn('A limit could not be asked for; the job runs.', { jobId: id, error });
    return 'in';
  }
}

function jittered(seconds: number, random: number): number {
  return Math.round(seconds * 1_000 * (0.5 + random));
}
