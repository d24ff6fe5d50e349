import { isFinished } from '../../../contract/job';
import { conclude } from '../job/conclude';
import type { JobMessage } from '../ports';
import { nextStep, type SweepPorts } from './sweep';

/**
 * What becomes of a job whose message the queue gave up: the worker was throttled, died or could not reach the store
 * each time. A job that still waits is sent again, or ended when it may not be tried any more; a running one has a
 * lease, and the sweeper watches that.
 */
export async function reviveJob(
  ports: SweepPorts,
  { tenant, id }: JobMessage,
): Promise<'sent' | 'ended' | 'left'> {
  const key = { tenant, id };
  const job = await ports.store.get(key);
  if (!job || isFinished(job.status) || job.dueAt === undefined) return 'left';
  // What is not due yet is looked at as if it were: the queue has already said that nothing will come.
  const step = nextStep({ ...job, dueAt: job.dueAt }, Math.max(ports.clock.now(), job.dueAt), ports.policy);
  if (!step || job.status === 'running' || !(await conclude(ports, key, step.transition))) return 'left';
  if (!step.message) return 'ended';
  await ports.queue.send(step.message);
  return 'sent';
}
