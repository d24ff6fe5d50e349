/**
 * Keeps the messages of queues in a file: SQS loses none that it accepted, the emulator has them in memory only. A line
 * for each message that is sent and for each that is gone; what is left of an earlier run is sent again when its queue
 * is created. What topics put into queues is not kept.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isRecord, records } from './records';

type Fields = Readonly<Record<string, unknown>>;

interface Message {
  readonly queue: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** What SendMessage was given, but for the queue. */
  readonly request: Fields;
}

interface Kept extends Message {
  readonly receipts: string[];
}

/** The longest that a queue may be told to keep a message. */
const retentionMilliseconds = 14 * 24 * 3600 * 1000;
const mostIdleLines = 50_000;

export class KeptMessages {
  private readonly messages = new Map<string, Kept>();
  private readonly idsByReceipt = new Map<string, string>();
  private earlier = new Map<string, Message>();
  private file: number | undefined;
  private lines = 0;

  constructor(private readonly path: string) {}

  /** Looks at a call and its answer. */
  note(operation: string, request: Fields, response: Fields): void {
    if (typeof response['__type'] === 'string') return;
    const queue = queueOf(request);
    const entries = new Map(records(request['Entries']).map(entry => [entry['Id'], entry]));
    const done = records(response['Successful']).map(
      ({ Id, MessageId }) => [entries.get(Id) ?? {}, MessageId] as const,
    );
    if (operation === 'SendMessage') this.sent(response['MessageId'], queue, request);
    if (operation === 'SendMessageBatch')
      for (const [{ Id: _, ...entry }, id] of done) this.sent(id, queue, entry);
    if (operation === 'ReceiveMessage')
      for (const message of records(response['Messages'])) this.received(message, queue);
    if (operation === 'DeleteMessage') this.deleted(request['ReceiptHandle']);
    if (operation === 'DeleteMessageBatch')
      for (const [{ ReceiptHandle }] of done) this.deleted(ReceiptHandle);
    if (operation === 'PurgeQueue' || operation === 'DeleteQueue')
      for (const [id, message] of this.messages) if (message.queue === queue) this.gone(id);
  }

  /** What an earlier run left in the queue, oldest first; each is gone when its new sending was `resent`. */
  *leftIn(queue: string, now: number): Iterable<{ request: Fields; resent: () => void }> {
    this.open(now);
    for (const [id, message] of this.earlier) {
      if (message.queue !== queue) continue;
      const waited = (now - message.sentAt) / 1000;
      const { DelaySeconds: delay, ...request } = message.request;
      const left = typeof delay === 'number' ? Math.ceil(delay - waited) : 0;
      yield {
        request: left > 0 ? { ...request, DelaySeconds: left } : request,
        resent: () => {
          this.earlier.delete(id);
          this.write({ gone: id });
        },
      };
    }
  }

  private sent(id: unknown, queue: string, { QueueUrl: _, ...request }: Fields): void {
    if (typeof id === 'string') this.keep(id, { queue, sentAt: Date.now(), request, receipts: [] });
  }

  private received({ MessageId, ReceiptHandle }: Fields, queue: string): void {
    const kept = this.messages.get(String(MessageId));
    if (!kept || typeof ReceiptHandle !== 'string') return;
    kept.receipts.push(ReceiptHandle);
    this.idsByReceipt.set(ReceiptHandle, String(MessageId));
    // It has gone to a dead-letter queue.
    if (kept.queue !== queue) this.keep(String(MessageId), { ...kept, queue });
  }

  private deleted(receipt: unknown): void {
    const id = this.idsByReceipt.get(String(receipt));
    if (id !== undefined) this.gone(id);
  }

  private gone(id: string): void {
    for (const receipt of this.messages.get(id)?.receipts ?? []) this.idsByReceipt.delete(receipt);
    this.messages.delete(id);
    this.write({ gone: id });
  }

  private keep(id: string, message: Kept): void {
    this.messages.set(id, message);
    this.write({ id, ...withoutReceipts(message) });
  }

  private write(line: object): void {
    writeSync(this.open(Date.now()), `${JSON.stringify(line)}\n`);
    this.lines++;
    if (this.lines > mostIdleLines + 2 * this.messages.size) this.rewrite();
  }

  /** At the first use and not before: until then another run may hold the folder. */
  private open(now: number): number {
    if (this.file !== undefined) return this.file;
    mkdirSync(dirname(this.path), { recursive: true });
    for (const line of existsSync(this.path) ? readFileSync(this.path, 'utf8').split('\n') : []) {
      const { id, gone, queue, sentAt, request } = parsed(line);
      if (typeof gone === 'string') this.earlier.delete(gone);
      if (typeof id !== 'string' || typeof queue !== 'string' || typeof sentAt !== 'number') continue;
      if (isRecord(request) && sentAt > now - retentionMilliseconds)
        this.earlier.set(id, { queue, sentAt, request });
    }
    return this.rewrite();
  }

  private rewrite(): number {
    const all = [...this.earlier, ...this.messages].map(([id, message]) => ({
      id,
      ...withoutReceipts(message),
    }));
    const { path } = this;
    writeFileSync(`${path}.new`, all.map(line => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
    if (this.file !== undefined) closeSync(this.file);
    renameSync(`${path}.new`, path);
    this.file = openSync(path, 'a');
    this.lines = all.length;
    return this.file;
  }
}

function queueOf({ QueueUrl }: Fields): string {
  return String(QueueUrl).split('/').at(-1) ?? '';
}

function withoutReceipts({ queue, sentAt, request }: Message): Message {
  return { queue, sentAt, request };
}

/** A killed run may have left half a line at the end. */
function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
