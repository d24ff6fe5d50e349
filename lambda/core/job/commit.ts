import type { Clock, JobChange, JobStore, Random } from '../ports';
import { Unavailable } from '../ports';
import type { Clause } from './clauses';
import type { JobKey, JobRecord } from './job-record';

/** One step of a job's life: what is written, under which clauses. */
export interface Transition {
  readonly change: JobChange;
  readonly clauses: readonly Clause[];
  /** Whether a job that refuses the write is one on which it was already done. */
  readonly done: (job: JobRecord) => boolean;
}

export interface CommitPorts {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly random: Random;
}

const PAUSES_MS = [100, 300, 900, 2_000];

/**
 * Writes a transition and returns the job as it is then; undefined when the job is not one to which it applies.
 *
 * A write that timed out may have been applied; repeated, it is refused by its own effect. So a refusal is believed
 * only after reading the job: if it bears the mark of this very transition, the transition was made.
 * @throws Unavailable when the store stays away
 */
export async function commit(
  ports: CommitPorts,
  key: JobKey,
  transition: Transition,
): Promise<JobRecord | undefined> {
  return persist(ports, async () => {
    const written = await ports.store.update(key, transition.change, transition.clauses);
    if (written) return written;
    const found = await ports.store.get(key);
    return found && transition.done(found) ? found : undefined;
  });
}

/** Repeats what may be repeated while its dependency is away, with growing, jittered pauses. */
export async function persist<Result>(
  { clock, random }: Pick<CommitPorts, 'clock' | 'random'>,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (const pause of PAUSES_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await new Promise<void>(resolve => clock.after(pause * (0.5 + random()), resolve));
    }
  }
  return attempt();
}
