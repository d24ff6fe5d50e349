/**
 * Values of API keys, which a template never holds: drawn once and kept in the data folder, so that a client's key
 * still works after a restart. In a file of their own that only its owner reads.
 */
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const length = 40;

/** @param file where values are kept; absent: for this run only */
export function apiKeyValues(file?: string): (id: string) => string {
  const values: Record<string, string> =
    file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return id => {
    const known = values[id];
    if (known !== undefined) return known;
    const value = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
    values[id] = value;
    if (file !== undefined) save(file, values);
    return value;
  };
}

/** Written beside and renamed, so that a killed run leaves the old file or the new one. */
function save(file: string, values: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(values, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
