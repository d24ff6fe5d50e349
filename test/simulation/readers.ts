import type { JobPage } from '../../lambda/core/ports';
import { listJobs } from '../../lambda/core/read/list-jobs';
import { INDEX_LAG_MS } from './fake-store';
import type { Process } from './process';
import type { World } from './world';

const STATUSES = [undefined, 'succeeded'] as const;
const TRIES = 20;
const PAUSE_MS = 3_000;

/** Callers who page through a tenant's jobs while others come in and change. */
export class Readers {
  /** Listings that came to their end. */
  walks = 0;

  constructor(private readonly world: World) {}

  /** Reads a tenant's whole listing, and counts what is missing, twice in it or out of order. */
  async walk(tenant: string): Promise<void> {
    const { dice, observer } = this.world;
    const status = dice.pick(STATUSES);
    const process = this.world.start();
    const expected = this.shownOf(tenant, status);
    const limit = Math.max(dice.integer(3, 10), Math.ceil(expected.length / 20));
    const seen: string[] = [];
    await pause(process, INDEX_LAG_MS + 1);
    for (let cursor: string | undefined; ; ) {
      const page = await this.page(process, tenant, {
        limit,
        ...(status && { status }),
        ...(cursor && { cursor }),
      });
      if (!page) return;
      if (page.jobs.some(job => job.tenant !== tenant)) observer.counts.mislisted += 1;
      seen.push(...page.jobs.map(({ createdAt, id }) => `${createdAt}#${id}`));
      if (page.next === undefined) break;
      cursor = page.next;
      await pause(process, dice.between(0, PAUSE_MS));
    }
    this.walks += 1;
    const inOrder = seen.every((position, at) => at === 0 || position < seen[at - 1]!);
    const positions = new Set(seen);
    if (!inOrder || expected.some(position => !positions.has(position))) observer.counts.mislisted += 1;
  }

  private async page(
    process: Process,
    tenant: string,
    listing: Parameters<typeof listJobs>[2],
  ): Promise<JobPage | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        return await listJobs(this.world.portsOf(process), tenant, listing);
      } catch {
        // The caller was told that it failed, and asks for the same page again.
      }
    }
    return undefined;
  }

  /** What a listing that begins now must show, whatever comes later. */
  private shownOf(tenant: string, status: (typeof STATUSES)[number]): readonly string[] {
    return [...this.world.store.jobs.values()]
      .filter(job => job.tenant === tenant && (status === undefined || job.status === status))
      .map(({ createdAt, id }) => `${createdAt}#${id}`);
  }
}

function pause({ clock }: Process, milliseconds: number): Promise<void> {
  return new Promise(resolve => clock.after(milliseconds, resolve));
}
