/** SQS: delays, visibility timeouts, repeated and late deliveries, and a limit of receptions after which it is a dead letter. */
import type { JobQueue } from '../../lambda/core/ports';
import type { Process } from './process';
import type { Dice } from './random';
import type { VirtualTime } from './virtual-time';

export interface Delivery {
  readonly messageId: string;
  readonly body: string;
}

interface Message extends Delivery {
  receptions: number;
  deleted: boolean;
}

export interface FakeQueueOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly duplicates: number;
  /** How many messages come minutes late. */
  readonly late: number;
  readonly visibilityTimeoutMs: number;
  readonly maximumReceptions: number;
}

const LATE_MS = 600_000;
const DELAY_AT_MOST_MS = 900_000;

export class FakeQueue {
  sent = 0;
  /** Told when there is something to receive. */
  onArrival: () => void = () => {};
  private readonly waiting: Message[] = [];
  private buried: FakeQueue | undefined;

  constructor(private readonly options: FakeQueueOptions) {}

  for(process: Process): JobQueue {
    return {
      send: (message, delayMs = 0) =>
        process.call(() => this.accept(message, Math.min(delayMs, DELAY_AT_MOST_MS))),
    };
  }

  /** Takes up to `most` messages and hides them until they are deleted or their time is over. */
  receive(most: number): Delivery[] {
    const { time, visibilityTimeoutMs } = this.options;
    const taken = this.waiting.splice(0, most).filter(message => !message.deleted);
    for (const message of taken) {
      message.receptions += 1;
      time.quietly(time.now + visibilityTimeoutMs, () => this.reappear(message));
    }
    return taken;
  }

  /** Deletes handled messages, unless the deletion is one of those that get lost: then they come again. */
  delete(messages: readonly Delivery[]): void {
    for (const message of messages as readonly Message[]) {
      message.deleted = !this.options.dice.chance(this.options.duplicates / 2);
    }
  }

  /** Puts a message in, without a process that might fail at it. */
  deliver(content: unknown): void {
    this.accept(content, 0);
  }

  /** How many messages nobody has taken. */
  get left(): number {
    return this.waiting.filter(({ deleted }) => !deleted).length;
  }

  /** The queue that takes what was received too often. */
  deadLetters(): FakeQueue {
    this.buried ??= new FakeQueue(this.options);
    return this.buried;
  }

  private accept(content: unknown, delayMs: number): void {
    const { time, dice, duplicates, late } = this.options;
    this.sent += 1;
    const copies = dice.chance(duplicates) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const message = {
        messageId: `m${this.sent}-${copy}`,
        body: JSON.stringify(content),
        receptions: 0,
        deleted: false,
      };
      const lateness = dice.chance(late) ? LATE_MS : dice.between(5, copy === 0 ? 200 : 30_000);
      time.quietly(time.now + delayMs + lateness, () => this.show(message));
    }
  }

  private show(message: Message): void {
    this.waiting.push(message);
    this.onArrival();
  }

  private reappear(message: Message): void {
    if (message.deleted) return;
    if (message.receptions >= this.options.maximumReceptions)
      this.buried?.show({ ...message, receptions: 0 });
    else this.show(message);
  }
}
