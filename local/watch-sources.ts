/** Calls back after changes below the folders that cdk.json watches, once for changes that come together. */
import { existsSync, type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { basename, join } from 'node:path';

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
  const tree = new WatchedTree(folders ?? watchedFolders(project), () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      tree.look();
      run();
    }, quietMilliseconds);
  });
  tree.look();
  return () => {
    clearTimeout(timer);
    tree.close();
  };
}

/**
 * Each folder is watched by itself. Node's recursive watching on Linux follows the files as they were: one that was
 * replaced, as `git checkout` and many editors do, is then not seen to change any more.
 */
class WatchedTree {
  private watchers: readonly FSWatcher[] = [];

  constructor(
    private readonly roots: readonly string[],
    private readonly changed: () => void,
  ) {}

  /** Watches the folders that are there now: some have come, some were replaced by others of the same name. */
  look(): void {
    const before = this.watchers;
    this.watchers = this.roots.flatMap(foldersBelow).flatMap(folder => this.watch(folder));
    for (const watcher of before) watcher.close();
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close();
  }

  private watch(folder: string): FSWatcher[] {
    try {
      const watcher = watch(folder, this.changed);
      // It went while it was watched; the folder above it tells.
      watcher.on('error', () => undefined);
      return [watcher];
    } catch {
      // It went before it could be watched.
      return [];
    }
  }
}

function foldersBelow(folder: string): string[] {
  if (basename(folder) === 'node_modules') return [];
  try {
    const inside = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory());
    return [folder, ...inside.flatMap(({ name }) => foldersBelow(join(folder, name)))];
  } catch {
    // It has gone.
    return [];
  }
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
