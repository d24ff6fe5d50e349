import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from '../core/ports';

export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.max(milliseconds, 0));
    return () => clearTimeout(timer);
  },
};

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** ULIDs: 48 bits of time, so that ids sort as they came, and 80 bits that nobody can guess. */
export const randomIds: Ids = {
  job: now => base32(BigInt(now), 10) + base32(BigInt(`0x${randomBytes(10).toString('hex')}`), 16),
  token: () => randomBytes(12).toString('base64url'),
};

function base32(value: bigint, length: number): string {
  return Array.from(
    { length },
    (_, at) => ALPHABET[Number((value >> BigInt(5 * (length - 1 - at))) & 31n)],
  ).join('');
}

/** 24 random bytes, as the Standard Webhooks specification asks of a secret. */
export function newCallbackSecret(): string {
  return randomBytes(24).toString('base64');
}
