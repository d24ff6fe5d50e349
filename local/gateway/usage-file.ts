/** Keeps usage counters between models and, in a file, between runs. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageSnapshot, UsageStore } from './meter/usage';

export function usageInMemory(): UsageStore {
  let kept: UsageSnapshot | undefined;
  return {
    load: () => kept,
    save: snapshot => {
      kept = snapshot;
    },
  };
}

/** Written beside the old state and then put in its place, so that a killed process leaves one of the two whole. */
export function usageFile(directory: string): UsageStore {
  const path = join(directory, 'usage.json');
  return {
    load() {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as UsageSnapshot;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(
          `The usage counters in ${path} could not be read: ${(error as Error).message}. Delete the file to start counting anew.`,
        );
      }
    },
    save(snapshot) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(snapshot));
      renameSync(`${path}.new`, path);
    },
  };
}
