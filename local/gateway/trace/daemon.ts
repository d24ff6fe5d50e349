/**
 * Takes segment documents over UDP as the X-Ray daemon does: a header line `{"format":"json","version":1}`, then one
 * document. What is not one is dropped, for the sender does not wait for an answer.
 * (X-Ray developer guide, "Sending trace data to X-Ray": segment documents to the daemon.)
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SegmentDocument } from './segments';

export interface TraceDaemon {
  /** `127.0.0.1:2000`, as AWS_XRAY_DAEMON_ADDRESS has it. */
  readonly address: string;
  close(): Promise<void>;
}

export async function startTraceDaemon(receive: (document: SegmentDocument) => void): Promise<TraceDaemon> {
  const socket = createSocket('udp4');
  socket.on('message', message => {
    const document = readMessage(message.toString());
    if (document) receive(document);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise(resolve => socket.close(resolve)),
  };
}

function readMessage(text: string): SegmentDocument | undefined {
  const end = text.indexOf('\n');
  const header = parsed(text.slice(0, end));
  if (end < 0 || header?.['format'] !== 'json' || header['version'] !== 1) return undefined;
  const document = parsed(text.slice(end + 1));
  return document && isSegment(document) ? document : undefined;
}

function isSegment(value: Readonly<Record<string, unknown>>): value is SegmentDocument {
  const { id, name, trace_id: traceId, start_time: startTime } = value;
  return [id, name, traceId].every(field => typeof field === 'string') && typeof startTime === 'number';
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
