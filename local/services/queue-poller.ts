/**
 * An event source mapping on a queue (Lambda developer guide, "Using Lambda with Amazon SQS"): long polling, batches,
 * a limit of batches at a time, partial batch responses. What a function fails on is simply not deleted: it comes
 * back after the queue's visibility timeout and goes to the dead-letter queue by the queue's own policy.
 */
import { availableParallelism } from 'node:os';
import type { LambdaInvoker } from '../runtime/invocation';
import type { EventSourceModel } from '../template/model';
import { callJson } from './aws-call';
import { hasPlace } from './batch-places';
import { failedMessageIds } from './batch-response';
import { type QueueMessage, queueEvent } from './queue-event';

export interface PollerOptions {
  readonly source: EventSourceModel;
  readonly queuesUrl: string;
  readonly invoker: LambdaInvoker;
  readonly report: (message: string) => void;
  /** Batches at a time where the mapping sets no maximum. @default 10 */
  readonly concurrency?: number;
}

const longPollSeconds = 20;
const largestReceive = 10;
const backoffMilliseconds = 1000;

export class QueuePoller {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();
  /** Those that wait for an environment. */
  private readonly waiting = new Set<readonly QueueMessage[]>();
  private readonly stopped = new Promise<void>(resolve => {
    this.stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  private readonly queueUrl: string;
  /** Looks again whether there is a place for another batch. */
  private goOn: () => void = () => undefined;
  private polling: Promise<void> = Promise.resolve();

  constructor(private readonly options: PollerOptions) {
    this.queueUrl = `${options.queuesUrl}/000000000000/${options.source.queueArn.split(':').at(-1)}`;
  }

  start(): void {
    this.polling = this.poll();
  }

  /** Receives nothing more and waits for the batches under way, but no longer than given. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.stopping.abort();
    this.goOn();
    await this.polling;
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise(resolve => {
      timer = setTimeout(resolve, graceMilliseconds);
    });
    await Promise.race([Promise.all(this.running), impatient]);
    clearTimeout(timer);
  }

  private async poll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      while (!this.hasPlace() && !this.stopping.signal.aborted)
        await new Promise<void>(resolve => {
          this.goOn = resolve;
        });
      if (this.stopping.signal.aborted) return;
      try {
        const batch = await this.gather();
        if (batch.length > 0) this.dispatch(batch);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.options.report(
          `Receiving from ${this.options.source.queueArn} failed: ${error instanceof Error ? error.message : error}`,
        );
        await this.pause();
      }
    }
  }

  private hasPlace(): boolean {
    const { source, concurrency = 10 } = this.options;
    return hasPlace({
      running: this.running.size,
      waiting: [...this.waiting].map(({ length }) => length),
      batchSize: source.batchSize,
      maximumRunning: source.maximumConcurrency ?? concurrency,
      startable: availableParallelism(),
    });
  }

  /** A batch: what one long poll gives, and more until it is full or its window has passed. */
  private async gather(): Promise<QueueMessage[]> {
    const { batchSize, batchingWindowSeconds } = this.options.source;
    const batch = await this.receive(batchSize, longPollSeconds);
    const closesAt = performance.now() + batchingWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && !this.stopping.signal.aborted) {
      const seconds = Math.ceil((closesAt - performance.now()) / 1000);
      const more = await this.receive(
        batchSize - batch.length,
        Math.min(Math.max(seconds, 0), longPollSeconds),
      );
      batch.push(...more);
      if (more.length === 0 && performance.now() >= closesAt) break;
    }
    return batch;
  }

  private async receive(count: number, seconds: number): Promise<QueueMessage[]> {
    const { Messages } = await callJson(
      this.options.queuesUrl,
      'AmazonSQS.ReceiveMessage',
      {
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: Math.min(count, largestReceive),
        WaitTimeSeconds: seconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      { signal: this.stopping.signal },
    );
    return (Messages as QueueMessage[] | undefined) ?? [];
  }

  private dispatch(batch: readonly QueueMessage[]): void {
    const run = this.process(batch)
      .catch(error => this.options.report(`A batch of ${this.options.source.queueArn} failed: ${error}`))
      .finally(() => {
        this.waiting.delete(batch);
        this.running.delete(run);
        this.goOn();
      });
    this.running.add(run);
  }

  private async process(batch: readonly QueueMessage[]): Promise<void> {
    const { source, invoker } = this.options;
    const invocation = await invoker.invoke(source.functionArn, queueEvent(batch, source.queueArn), {
      traceHeader: batch[0]?.Attributes?.['AWSTraceHeader'],
      onWaiting: waits => {
        if (waits) this.waiting.add(batch);
        else this.waiting.delete(batch);
        this.goOn();
      },
    });
    if (invocation.kind === 'throttled') await this.pause();
    if (invocation.kind !== 'answered') return;
    const failed = source.reportBatchItemFailures ? failedMessageIds(invocation.payload, batch) : new Set();
    await this.delete(batch.filter(({ MessageId }) => !failed.has(MessageId)));
  }

  private async delete(messages: readonly QueueMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += largestReceive) {
      const Entries = messages
        .slice(start, start + largestReceive)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await callJson(this.options.queuesUrl, 'AmazonSQS.DeleteMessageBatch', {
        QueueUrl: this.queueUrl,
        Entries,
      });
    }
  }

  private pause(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, backoffMilliseconds);
      void this.stopped.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
