/**
 * Writes that come when nobody waits for them any more: one that was applied already and is brought again, and one of
 * a worker that lost its job to another. Real networks and frozen machines make them seldom; here they are frequent.
 */
import type { Transition } from '../../lambda/core/job/commit';
import type { Policy } from '../../lambda/core/job/ending';
import type { JobRecord } from '../../lambda/core/job/job-record';
import * as lifecycle from '../../lambda/core/job/lifecycle';
import type { FakeStore, Sent, Write } from './fake-store';
import type { Process } from './process';
import type { Dice } from './random';
import type { VirtualTime } from './virtual-time';

export interface GhostOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly policy: Policy;
  readonly store: () => FakeStore;
}

const REPEATED = 0.03;
const LATE = 0.3;
const AT_MOST_MS = 20_000;

export class Ghosts {
  /** Jobs in which a worker's invented word was believed: its claim had come once more, just before. */
  readonly haunted = new Set<string>();
  private readonly holders = new Map<string, { readonly process: Process; readonly job: JobRecord }>();

  constructor(private readonly options: GhostOptions) {}

  readonly afterwards = (sent: Sent, { step, by, after }: Write): void => {
    const { dice } = this.options;
    if (dice.chance(REPEATED)) this.send(by, sent);
    if (step !== 'claim') return;
    const lost = this.holders.get(after.id);
    this.holders.set(after.id, { process: by, job: after });
    if (!lost || !dice.chance(LATE)) return;
    this.send(lost.process, { key: lost.job, ...this.somethingOf(lost) }, () => this.haunted.add(after.id));
  };

  /** What the worker that lost the job may have been about to write. */
  private somethingOf({ process, job }: { readonly process: Process; readonly job: JobRecord }): Transition {
    const { dice, policy } = this.options;
    const now = process.clock.now();
    const token = job.token ?? '';
    const held = { job, token };
    const error = { code: 'job_failed', message: 'of a worker that lost the job' };
    return dice.pick([
      () => lifecycle.heartbeat(now, token, now + AT_MOST_MS, undefined),
      () => lifecycle.saveState(now, token, now + AT_MOST_MS, { json: '0' }),
      () => lifecycle.succeed(now, held, { json: '"stale"' }, policy),
      () => lifecycle.fail(now, held, error, policy),
      () => lifecycle.stop(now, held, 'cancelled', policy),
      () => lifecycle.retryLater(now, held, 1_000, error),
      () => lifecycle.handOver(now, held, AT_MOST_MS),
      () => lifecycle.release(now, held),
      () => lifecycle.putBack(now, held, 1_000),
    ])();
  }

  private send(by: Process, { key, change, clauses }: Sent, whenApplied = () => {}): void {
    const { time, dice, store } = this.options;
    time.quietly(time.now + dice.between(0, AT_MOST_MS), () => {
      if (store().update(by, key, change, clauses)) whenApplied();
    });
  }
}
