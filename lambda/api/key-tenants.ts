import type { Clock } from '../core/ports';
import type { TenantOf } from './tenant';

/** Whose an API key is, as the table has it. */
export interface KeyOwner {
  readonly tenant: string;
  /** Epoch milliseconds from which on the key is nobody's. */
  readonly disableAt?: number;
}

export interface TenantPorts {
  readonly clock: Clock;
  /** Owner by API key id, of keys that the stage config names. */
  readonly configured: Readonly<Record<string, string>>;
  readonly readOwner: (apiKeyId: string) => Promise<KeyOwner | undefined>;
}

const KEPT_MS = 60_000;

/**
 * A caller's tenant by the id of the API key, never by anything that the caller wrote. A row of the table goes before
 * the stage config, because rotating a key ends the old one's time there; it is kept for a minute.
 */
export function tenantsByApiKey({ clock, configured, readOwner }: TenantPorts): TenantOf {
  const kept = new Map<string, { readonly owner: KeyOwner | undefined; readonly until: number }>();

  async function ownerOf(apiKeyId: string): Promise<KeyOwner | undefined> {
    const known = kept.get(apiKeyId);
    if (known && known.until > clock.now()) return known.owner;
    const inConfig = Object.hasOwn(configured, apiKeyId) ? configured[apiKeyId] : undefined;
    const owner = (await readOwner(apiKeyId)) ?? (inConfig ? { tenant: inConfig } : undefined);
    kept.set(apiKeyId, { owner, until: clock.now() + KEPT_MS });
    return owner;
  }

  return async event => {
    const { apiKeyId } = event.requestContext.identity;
    const owner = apiKeyId ? await ownerOf(apiKeyId) : undefined;
    return owner && (owner.disableAt ?? Number.POSITIVE_INFINITY) > clock.now() ? owner.tenant : undefined;
  };
}
