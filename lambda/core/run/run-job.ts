import { commit } from '../job/commit';
import { claim, type Held } from '../job/lifecycle';
import type { JobMessage } from '../ports';
import { type Attempt, type AttemptPorts, attempt } from './attempt';
import { lostPlace, mustWait } from './place';
import { type SettlePorts, settle } from './settle';

export type RunPorts = AttemptPorts & SettlePorts;

/**
 * Takes the job that a message names, runs it and commits what came of it. A message whose job cannot be taken is
 * dropped: the job is finished, or another worker has it, or the sweeper will send it again.
 * @param until epoch milliseconds at which the worker's function is stopped
 * @throws Unavailable when the store could not be asked for the job: the message must come again
 */
export async function runJob(ports: RunPorts, message: JobMessage, until: number): Promise<void> {
  const { clock, ids, log, policy } = ports;
  const token = ids.token();
  const key = { tenant: message.tenant, id: message.id };
  if (await mustWait(ports, message)) return;
  const job = await commit(ports, key, claim(clock.now(), token, until, policy));
  if (!job) {
    log.info('A message was dropped: its job cannot be taken.', { jobId: message.id });
    return;
  }
  const held: Held = { job, token };
  try {
    if (await lostPlace(ports, held, message)) return;
    await settle(ports, held, await attempt(ports, { ...held, until } satisfies Attempt));
  } catch (error) {
    log.error('The end of an attempt could not be written; the job will be run again.', {
      jobId: job.id,
      error,
    });
  }
}
