import type { TakenPlaces, TenantPlaces } from '../../lambda/core/ports';
import type { Process } from './process';

/** The places of tenants, as sets that one conditional write changes. */
export class FakePlaces {
  private readonly sets = new Map<string, { taken: Set<string>; freedAt?: number; freedBefore?: number }>();

  /** @param shown whether it can be seen which places are taken */
  constructor(private readonly shown: boolean) {}

  /** Leaves places taken, as a crash does. */
  leave(tenant: string, kind: string, places: readonly string[]): void {
    for (const place of places) this.of(tenant, kind).taken.add(place);
  }

  for(process: Process): TenantPlaces {
    return {
      take: (tenant, kind, place, limit) =>
        process.call(() => this.take(this.of(tenant, kind), place, limit)),
      free: (tenant, kind, places, now) => process.call(() => this.free(this.of(tenant, kind), places, now)),
      read: (tenant, kind) =>
        process.call((): TakenPlaces => {
          const { taken, ...freed } = this.of(tenant, kind);
          return { taken: this.shown ? [...taken] : [], ...freed };
        }),
    };
  }

  private of(tenant: string, kind: string) {
    const name = `${tenant} ${kind}`;
    const set = this.sets.get(name) ?? { taken: new Set<string>() };
    this.sets.set(name, set);
    return set;
  }

  private take({ taken }: { taken: Set<string> }, place: string, limit: number): boolean {
    if (!taken.has(place) && taken.size >= limit) return false;
    taken.add(place);
    return true;
  }

  private free(
    set: { taken: Set<string>; freedAt?: number; freedBefore?: number },
    places: readonly string[],
    now: number,
  ): void {
    for (const place of places) set.taken.delete(place);
    if (set.freedAt !== undefined) set.freedBefore = set.freedAt;
    set.freedAt = now;
  }
}
