import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { FakeQueue } from './fake-queue';
import type { Process } from './process';
import type { World } from './world';

const BATCH = 10;

export type Handle = (
  records: readonly SQSRecord[],
  process: Process,
  until: number,
) => Promise<SQSBatchResponse>;

/** A function with a queue before it, as Lambda polls it: batches, partial failures, death at the timeout. */
export function pollFor(world: World, queue: FakeQueue, environments: number, handle: Handle): void {
  const { time, dice, observer } = world;
  let idle = environments;

  function poll(): void {
    while (idle > 0) {
      const batch = queue.receive(dice.integer(1, BATCH));
      if (batch.length === 0) return;
      idle -= 1;
      void invoke(batch as unknown as readonly SQSRecord[]);
    }
  }

  async function invoke(batch: readonly SQSRecord[]): Promise<void> {
    const process = world.start();
    const until = time.now + world.functionTimeoutMs;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      idle += 1;
      poll();
    };
    process.onDeath = () => {
      for (const { body } of batch) observer.died(JSON.parse(body).id);
      time.at(time.now, end);
    };
    time.at(until, () => process.die());
    const { batchItemFailures } = await handle(batch, process, until + process.skew);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    queue.delete(batch.filter(({ messageId }) => !failed.has(messageId)));
    observer.completed(process);
    end();
  }

  queue.onArrival = () => time.at(time.now, poll);
}
