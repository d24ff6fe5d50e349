/** Calls back after changes below the folders that cdk.json watches, once for changes that come together. */
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write several files in a row; a change counts when it has been quiet this long. */
const quietMilliseconds = 150;

/** @param folders watched in place of those in cdk.json */
export function watchSources(
  project: string,
  folders: readonly string[] | undefined,
  changed: () => Promise<void>,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const run = () => {
    // A change during a reload is served by one more reload after it.
    if (running) {
      again = true;
      return;
    }
    running = changed().finally(() => {
      running = undefined;
      if (again) {
        again = false;
        run();
      }
    });
  };
  const watchers = (folders ?? watchedFolders(project)).map(folder =>
    watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(run, quietMilliseconds);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The folders at the start of the patterns in cdk.json's `watch.include`: `lambda/**` is lambda. */
function watchedFolders(project: string): string[] {
  const { watch: settings }: { watch?: { include?: string | string[] } } = JSON.parse(
    readFileSync(join(project, 'cdk.json'), 'utf8'),
  );
  const folders = [settings?.include ?? []]
    .flat()
    .map(pattern => join(project, pattern.replace(/\/?\*.*$/, '')));
  return folders.filter(folder => existsSync(folder));
}
