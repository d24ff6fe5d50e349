import type { Log } from '../ports';

/** Where the addresses of a back end are asked for. */
export interface AddressSource {
  addresses(): Promise<readonly string[]>;
}

/** The targets of a load balancer. */
export interface Targets {
  /** Those that get requests, not those on their way out. */
  list(): Promise<readonly string[]>;
  register(addresses: readonly string[]): Promise<void>;
  deregister(addresses: readonly string[]): Promise<void>;
}

export interface TargetChange {
  readonly registered: readonly string[];
  readonly deregistered: readonly string[];
}

/**
 * Makes the targets what the source says. New ones come before old ones go, so that a moved back end is never without
 * a target; and a source that knows no address changes nothing, because no targets at all would be an outage.
 * @throws when the source knows no address
 */
export async function keepTargets(source: AddressSource, targets: Targets, log: Log): Promise<TargetChange> {
  const wanted = new Set(await source.addresses());
  if (wanted.size === 0) throw new Error('The back end has no address; its targets were left as they are.');
  const present = new Set(await targets.list());
  const registered = [...wanted].filter(address => !present.has(address));
  const deregistered = [...present].filter(address => !wanted.has(address));
  if (registered.length > 0) await targets.register(registered);
  if (deregistered.length > 0) await targets.deregister(deregistered);
  if (registered.length + deregistered.length > 0) log.info('Targets changed.', { registered, deregistered });
  return { registered, deregistered };
}
