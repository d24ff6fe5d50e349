/** Keeps usage in one JSON file, replaced whole, so that a process killed while writing leaves the last state. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UsageSnapshot, UsageStore } from './usage';

export function fileUsageStore(path: string): UsageStore {
  return {
    load() {
      const text = read(path);
      if (text === undefined) return undefined;
      const snapshot: unknown = JSON.parse(text);
      if (isSnapshot(snapshot)) return snapshot;
      throw new Error(`${path} does not hold usage by plan and key: delete it, and counting begins anew`);
    },
    save(snapshot) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(snapshot));
      renameSync(`${path}.new`, path);
    },
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isSnapshot(value: unknown): value is UsageSnapshot {
  return (
    isRecord(value) &&
    Object.values(value).every(keys => isRecord(keys) && Object.values(keys).every(isUsage))
  );
}

function isUsage(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['since'] === 'number' &&
    isRecord(value['days']) &&
    Object.values(value['days']).every(count => typeof count === 'number')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
