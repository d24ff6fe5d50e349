/**
 * Asynchronous invocation (Lambda developer guide, "Error handling and retries"): a function error is tried again
 * after one and two minutes, a throttled call with growing waits; what fails for good goes to the function's
 * destination or dead-letter queue, and what succeeds to its success destination.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { FunctionModel } from '../template/model';
import type { Invocation, LambdaInvoker } from './invocation';

type Attributes = Readonly<Record<string, { readonly type: 'String' | 'Number'; readonly value: string }>>;

export interface AsynchronousOptions {
  readonly invoker: LambdaInvoker;
  readonly find: (functionArn: string) => FunctionModel | undefined;
  readonly deliver: (arn: string, payload: string, attributes?: Attributes) => Promise<void>;
  readonly clock: Clock;
  /** Told of what was lost for want of a destination, and of deliveries that failed. */
  readonly report: (message: string) => void;
}

interface Event {
  readonly functionArn: string;
  readonly payload: string;
  readonly traceHeader: string | undefined;
  readonly acceptedAt: number;
  attempts: number;
  throttles: number;
}

const retryMilliseconds = [60_000, 120_000];
const defaultMaximumAgeSeconds = 6 * 3600;

export class AsynchronousInvoker {
  private readonly scheduled = new Set<() => void>();

  constructor(private readonly options: AsynchronousOptions) {}

  invoke(functionArn: string, payload: string, traceHeader?: string): void {
    const acceptedAt = this.options.clock.now();
    void this.attempt({ functionArn, payload, traceHeader, acceptedAt, attempts: 0, throttles: 0 });
  }

  /** Forgets what still waits for another attempt. */
  close(): void {
    for (const cancel of this.scheduled) cancel();
    this.scheduled.clear();
  }

  private async attempt(event: Event): Promise<void> {
    const invocation = await this.options.invoker.invoke(event.functionArn, event.payload, {
      traceHeader: event.traceHeader,
    });
    if (invocation.kind === 'throttled') {
      const wait = Math.min(1000 * 2 ** event.throttles++, 300_000);
      return this.again(event, invocation, wait);
    }
    event.attempts++;
    if (invocation.kind === 'answered') return this.succeeded(event, invocation);
    const retries =
      this.options.find(event.functionArn)?.asynchronous?.maximumRetries ?? retryMilliseconds.length;
    const wait = retryMilliseconds[event.attempts - 1];
    if (invocation.kind !== 'failed' || event.attempts > retries || wait === undefined)
      return this.failed(event, invocation, 'RetriesExhausted');
    return this.again(event, invocation, wait);
  }

  private async again(event: Event, invocation: Invocation, milliseconds: number): Promise<void> {
    const { clock, find } = this.options;
    const maximumAge =
      find(event.functionArn)?.asynchronous?.maximumEventAgeSeconds ?? defaultMaximumAgeSeconds;
    if (clock.now() + milliseconds - event.acceptedAt > maximumAge * 1000)
      return this.failed(event, invocation, 'EventAgeExceeded');
    const cancel = clock.after(milliseconds, () => {
      this.scheduled.delete(cancel);
      void this.attempt(event);
    });
    this.scheduled.add(cancel);
  }

  private async succeeded(event: Event, invocation: Invocation): Promise<void> {
    const destination = this.options.find(event.functionArn)?.asynchronous?.onSuccessArn;
    if (destination !== undefined) await this.hand(destination, this.record(event, invocation, 'Success'));
  }

  private async failed(event: Event, invocation: Invocation, condition: string): Promise<void> {
    const model = this.options.find(event.functionArn);
    const destination = model?.asynchronous?.onFailureArn;
    if (destination !== undefined) await this.hand(destination, this.record(event, invocation, condition));
    const error: { errorMessage?: string } = 'payload' in invocation ? JSON.parse(invocation.payload) : {};
    if (model?.deadLetterArn !== undefined)
      await this.hand(model.deadLetterArn, event.payload, {
        RequestID: { type: 'String', value: requestIdOf(invocation) },
        ErrorCode: { type: 'Number', value: invocation.kind === 'throttled' ? '429' : '200' },
        ErrorMessage: { type: 'String', value: (error.errorMessage ?? invocation.kind).slice(0, 1024) },
      });
    if (destination === undefined && model?.deadLetterArn === undefined)
      this.options.report(
        `${event.functionArn} failed for good after ${event.attempts} attempts and has no destination for failures: ` +
          `${error.errorMessage ?? invocation.kind}.`,
      );
  }

  /** The invocation record that destinations get. */
  private record(event: Event, invocation: Invocation, condition: string): string {
    const failed = invocation.kind === 'failed';
    const statusCode = invocation.kind === 'throttled' ? 429 : 200;
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(this.options.clock.now()).toISOString(),
      requestContext: {
        requestId: requestIdOf(invocation),
        functionArn: `${event.functionArn}:$LATEST`,
        condition,
        approximateInvokeCount: event.attempts,
      },
      requestPayload: JSON.parse(event.payload),
      responseContext: {
        statusCode,
        executedVersion: '$LATEST',
        ...(failed ? { functionError: 'Unhandled' } : {}),
      },
      ...('payload' in invocation ? { responsePayload: JSON.parse(invocation.payload) } : {}),
    });
  }

  private async hand(arn: string, payload: string, attributes?: Attributes): Promise<void> {
    try {
      await this.options.deliver(arn, payload, attributes);
    } catch (error) {
      this.options.report(`Delivery to ${arn} failed: ${error instanceof Error ? error.message : error}`);
    }
  }
}

function requestIdOf(invocation: Invocation): string {
  return 'requestId' in invocation ? invocation.requestId : randomUUID();
}
