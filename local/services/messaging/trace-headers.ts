/**
 * Carries `AWSTraceHeader`, the one system attribute that a sender may set, from a message to its receivers; the
 * emulator drops it. Without it a trace would end at the queue.
 */
import { isRecord, records } from './records';

const remembered = 100_000;

export class TraceHeaders {
  private readonly byMessageId = new Map<string, string>();

  /** Looks at a request and its response: notes headers of sent messages, adds them to received ones. */
  carry(request: unknown, response: Record<string, unknown>): void {
    if (isRecord(request) && typeof response['MessageId'] === 'string')
      this.note(response['MessageId'], request['MessageSystemAttributes']);
    if (isRecord(request) && Array.isArray(response['Successful'])) this.noteBatch(request, response);
    for (const message of records(response['Messages'])) this.add(message);
  }

  private noteBatch(request: Record<string, unknown>, response: Record<string, unknown>): void {
    const entries = new Map(records(request['Entries']).map(entry => [entry['Id'], entry]));
    for (const sent of records(response['Successful'])) {
      const messageId = sent['MessageId'];
      if (typeof messageId === 'string')
        this.note(messageId, entries.get(sent['Id'])?.['MessageSystemAttributes']);
    }
  }

  private note(messageId: string, systemAttributes: unknown): void {
    const header = isRecord(systemAttributes) ? systemAttributes['AWSTraceHeader'] : undefined;
    if (!isRecord(header) || typeof header['StringValue'] !== 'string') return;
    this.byMessageId.set(messageId, header['StringValue']);
    // Messages that nobody receives must not fill the memory; the oldest are the first in a Map.
    for (const oldest of this.byMessageId.keys()) {
      if (this.byMessageId.size <= remembered) return;
      this.byMessageId.delete(oldest);
    }
  }

  private add(message: Record<string, unknown>): void {
    const header =
      typeof message['MessageId'] === 'string' ? this.byMessageId.get(message['MessageId']) : undefined;
    const attributes = message['Attributes'];
    if (header !== undefined && isRecord(attributes)) attributes['AWSTraceHeader'] = header;
  }
}
