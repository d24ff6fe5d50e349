import type { FinishedStatus } from '../../contract/job';
import { cancelJob } from '../../lambda/core/cancel/cancel-job';
import type { JobKey } from '../../lambda/core/job/job-record';
import { submitJob } from '../../lambda/core/submit/submit-job';
import { mayEnd, type Order } from './workload';
import type { World } from './world';

const work = { name: 'work', description: 'Simulated work.', inputSchema: {} };
const api = { checkInput: () => [], jobTypes: new Map([[work.name, work]]), allowLocalCallbacks: false };

/** The callers of the API: what they were promised, and how it may end. */
export class Clients {
  readonly accepted = new Map<string, readonly FinishedStatus[]>();

  constructor(private readonly world: World) {}

  /** Posts an order, with an Idempotency-Key up to three times, and may cancel what became of it. */
  async submit(tenant: string, order: Order): Promise<void> {
    const { time } = this.world;
    const { work: input, deadlineSeconds, idempotencyKey, cancelAfterMs, callbackUrl } = order;
    const body = {
      ...{ name: 'simulated', type: 'work', input },
      ...(deadlineSeconds && { deadlineSeconds }),
      ...(callbackUrl && { callbackUrl }),
    };
    for (let tries = idempotencyKey ? 3 : 1; tries > 0; tries--) {
      try {
        const ports = { ...this.world.writingPortsOf(this.world.start()), ...api };
        const submission = { tenant, body, ...(idempotencyKey && { idempotencyKey }) };
        const { job } = await submitJob(ports, submission);
        this.accepted.set(job.id, mayEnd(order));
        if (cancelAfterMs !== undefined) time.at(time.now + cancelAfterMs, () => void this.cancel(job));
        return;
      } catch {
        // The client was told that it failed; without a key the job may be there or not, and is not expected to be.
      }
    }
  }

  private async cancel({ tenant, id }: JobKey): Promise<void> {
    try {
      const job = await cancelJob(this.world.portsOf(this.world.start()), { tenant, id });
      if (job.status === 'cancelled') this.accepted.set(id, ['cancelled']);
    } catch {
      // The client was told that it failed: any end that the job may have is right.
    }
  }
}
