import { isFinished } from '../../contract/job';
import type { ProblemCode } from '../../contract/problem';
import { cancelJob } from '../../lambda/core/cancel/cancel-job';
import { DomainError } from '../../lambda/core/domain-error';
import type { JobKey } from '../../lambda/core/job/job-record';
import type { JobTypeDescription } from '../../lambda/core/job/job-type';
import { submitJob } from '../../lambda/core/submit/submit-job';
import { remoteWork } from './fake-remote-functions';
import { type Expected, expectedOf, type Order } from './workload';
import type { World } from './world';

const work = { name: 'work', description: 'Simulated work.', inputSchema: {} };
const jobTypes = new Map<string, JobTypeDescription>([work, remoteWork].map(type => [type.name, type]));
const api = { checkInput: () => [], jobTypes, allowLocalCallbacks: false };

/** The callers of the API: what they were promised, and how it may end. */
export class Clients {
  readonly accepted = new Map<string, Expected>();

  constructor(private readonly world: World) {}

  /** Posts an order, with an Idempotency-Key up to three times, and may cancel what became of it. */
  async submit(tenant: string, order: Order): Promise<void> {
    const { time } = this.world;
    const { work: input, deadlineSeconds, idempotencyKey, cancelAfterMs, callbackUrl } = order;
    const body = {
      ...{ name: 'simulated', type: input.kind === 'remote' ? remoteWork.name : work.name, input },
      ...(deadlineSeconds && { deadlineSeconds }),
      ...(callbackUrl && { callbackUrl }),
    };
    for (let tries = idempotencyKey ? 3 : 1; tries > 0; tries--) {
      try {
        const ports = { ...this.world.writingPortsOf(this.world.start()), ...api };
        const submission = { tenant, body, ...(idempotencyKey && { idempotencyKey }) };
        const { job } = await submitJob(ports, submission);
        this.accepted.set(job.id, expectedOf(order));
        if (cancelAfterMs !== undefined) time.at(time.now + cancelAfterMs, () => void this.cancel(job));
        return;
      } catch (error) {
        // The client was told that it failed; without a key the job may be there or not, and is not expected to be.
        if (isDomainError(error, 'too_many_jobs') && this.hasRoom(tenant))
          this.world.observer.counts.turnedAway += 1;
      }
    }
  }

  private async cancel({ tenant, id }: JobKey): Promise<void> {
    try {
      const job = await cancelJob(this.world.portsOf(this.world.start()), { tenant, id });
      if (job.status === 'cancelled') this.accepted.set(id, { ends: ['cancelled'] });
    } catch (error) {
      // The client was told that it failed: any end that the job may have is right.
      if (isDomainError(error, 'unavailable')) this.world.observer.counts.uncancelled += 1;
    }
  }

  /** Places of requests under way and of accidents just now count too, but no tenant has so many of them. */
  private hasRoom(tenant: string): boolean {
    const { store, limits } = this.world;
    const jobs = [...store.jobs.values()].filter(job => job.tenant === tenant && !isFinished(job.status));
    return jobs.length < limits.unfinished / 2;
  }
}

function isDomainError(error: unknown, code: ProblemCode): boolean {
  return error instanceof DomainError && error.code === code;
}
