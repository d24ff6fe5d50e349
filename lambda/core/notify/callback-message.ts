/**
 * The message that a callback URL receives, signed as the Standard Webhooks specification says: HMAC-SHA256 over
 * `id.timestamp.body` with each current secret, so that a receiver who knows only one of two can still check it.
 */
import { createHmac } from 'node:crypto';
import type { JobRecord } from '../job/job-record';
import { presentJob } from '../read/present';

export const SECRET_PREFIX = 'whsec_';

export function callbackMessage(job: JobRecord, now: number, secrets: readonly string[]) {
  const body = JSON.stringify({
    type: `job.${job.status}`,
    timestamp: new Date(job.finishedAt ?? now).toISOString(),
    data: { ...presentJob(job, job.baseUrl ?? ''), callback: undefined },
  });
  const timestamp = String(Math.floor(now / 1_000));
  // The same for every try, so that a receiver can tell a repetition.
  const id = `msg_${job.id}`;
  const signatures = secrets.map(secret => `v1,${sign(secret, `${id}.${timestamp}.${body}`)}`);
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  };
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(content).digest('base64');
}
