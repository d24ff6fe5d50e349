/** Keeps usage in one JSON file, replaced whole, so that a process killed while writing leaves the last state. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UsageSnapshot, UsageStore } from './usage';

export function fileUsageStore(path: string): UsageStore {
  return {
    load() {
      if (!existsSync(path)) return undefined;
      const snapshot: unknown = JSON.parse(readFileSync(path, 'utf8'));
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
