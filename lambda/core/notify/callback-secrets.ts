/**
 * Secrets that sign a tenant's callbacks. Replacing one leaves the older a day to live, in which both sign: receivers
 * change over without missing a callback.
 */

import { SECRET_OVERLAP_MS } from '../job/limits';
import type { Clock } from '../ports';
import { SECRET_PREFIX } from './callback-message';

export interface CallbackSecret {
  readonly secret: string;
  readonly createdAt: number;
  /** When it stops signing; absent for the newest. */
  readonly expiresAt?: number;
}

export interface SecretStore {
  /** Secrets of a tenant with the version that a write must name; version 0 when there are none. */
  read(tenant: string): Promise<{ readonly secrets: readonly CallbackSecret[]; readonly version: number }>;
  /** False when another write came first. */
  write(tenant: string, secrets: readonly CallbackSecret[], version: number): Promise<boolean>;
}

export interface SecretPorts {
  readonly secretStore: SecretStore;
  readonly clock: Clock;
  readonly newSecret: () => string;
}

const TRIES = 5;

/** A tenant's secrets that sign now, the newest first; the first is made when it is asked for. */
export async function currentSecrets(ports: SecretPorts, tenant: string): Promise<readonly CallbackSecret[]> {
  const { secrets } = await ports.secretStore.read(tenant);
  return secrets.length === 0
    ? replaceSecret(ports, tenant, 'unless there is one')
    : alive(secrets, ports.clock.now());
}

/** Makes a new secret and lets the one before run out. */
export async function replaceSecret(
  ports: SecretPorts,
  tenant: string,
  when: 'always' | 'unless there is one' = 'always',
): Promise<readonly CallbackSecret[]> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const now = ports.clock.now();
    const { secrets, version } = await ports.secretStore.read(tenant);
    if (when === 'unless there is one' && secrets.length > 0) return alive(secrets, now);
    const older = alive(secrets, now).map(secret => ({ expiresAt: now + SECRET_OVERLAP_MS, ...secret }));
    const replaced = [{ secret: SECRET_PREFIX + ports.newSecret(), createdAt: now }, ...older];
    if (await ports.secretStore.write(tenant, replaced, version)) return replaced;
  }
  throw new Error('The secrets are being replaced by too many requests at once.');
}

function alive(secrets: readonly CallbackSecret[], now: number): readonly CallbackSecret[] {
  return secrets.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now);
}
