/** `npm run dev`: serves, and again after each change of the sources, with the state that is there. */
import type { Flags } from './flags';
import { projectRoot } from './scripts';
import { runCommand, type Served } from './serve';
import { synthesize } from './synthesize';
import { watchSources } from './watch-sources';

async function reload({ run, assembly, announce }: Served, flags: Flags): Promise<void> {
  const started = performance.now();
  try {
    if (flags.assembly === undefined) await synthesize(projectRoot, flags.stage, assembly);
    await run.reload(assembly);
    announce();
    console.error(`  reloaded (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    // The last state that worked goes on serving while its author repairs the next one.
    console.error(
      `Not reloaded; the state before the change is served.\n${error instanceof Error ? error.message : error}`,
    );
  }
}

void runCommand(process.argv.slice(2), (served, flags) => {
  const folders = flags.assembly === undefined ? undefined : [served.assembly];
  watchSources(projectRoot, folders, () => reload(served, flags));
  console.error('  watching for changes; Ctrl-C ends');
});
