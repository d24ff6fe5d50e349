import { createHash } from 'node:crypto';
import type { Clock } from '../ports';

export interface Announcement {
  readonly functionName: string;
  readonly requestId: string;
  readonly message: string;
  readonly error: Error;
}

export interface AnnouncePorts {
  readonly clock: Clock;
  /** Begins a cause's window; false when it runs already. */
  readonly beginWindow: (cause: string, until: number) => Promise<boolean>;
  /** Lets a window that runs end later. */
  readonly prolongWindow: (cause: string, until: number) => Promise<void>;
  readonly publish: (subject: string, text: string) => Promise<void>;
}

const WINDOW_MS = 3_600_000;
/** A window is this short until its announcement went out, so that one which failed silences nothing for long. */
const TRYING_MS = 60_000;

/** Announces an error that no code foresaw, once an hour for each cause, without anything secret in it. */
export async function announce(ports: AnnouncePorts, announcement: Announcement): Promise<void> {
  const { functionName, requestId, message, error } = announcement;
  const now = ports.clock.now();
  const cause = causeOf(announcement);
  if (!(await ports.beginWindow(cause, now + TRYING_MS))) return;
  const text = [
    `${functionName} met an error that it does not know.`,
    '',
    `What:    ${message}`,
    `When:    ${new Date(now).toISOString()}`,
    `Request: ${requestId}`,
    '',
    withoutSecrets(error.stack ?? `${error.name}: ${error.message}`),
    '',
    'The same cause is announced again an hour later at the earliest. The log has every occurrence.',
  ].join('\n');
  await ports.publish(`${functionName}: ${error.name}`, text);
  await ports.prolongWindow(cause, now + WINDOW_MS);
}

/** The same error at the same place, whatever ids and numbers its words hold. */
function causeOf({ functionName, message, error }: Announcement): string {
  const place = /\n\s+at .*/.exec(error.stack ?? '')?.[0] ?? '';
  const words = error.message.replace(/\d+|[\w-]{16,}/g, '…');
  return createHash('sha256')
    .update(JSON.stringify([functionName, message, error.name, words, place]))
    .digest('hex');
}

const SECRETS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\bwhsec_[\w+/=]+/g, '[redacted]'],
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, '[redacted]'],
  [/\b(x-api-key|authorization|password|secret|token)(["']?\s*[:=]\s*["']?)[^\s"',;]+/gi, '$1$2[redacted]'],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token))=[^&\s]+/g, '$1=[redacted]'],
  // Keys and tokens are long runs without a separator; paths and words are not.
  [/[\w+=-]{32,}/g, '[redacted]'],
  [/\b[A-Za-z\d]{20,}\b/g, '[redacted]'],
];

export function withoutSecrets(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text);
}
