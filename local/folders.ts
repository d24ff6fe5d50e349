/** Folders that a user names, looked at before anything is started in them. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { FlagError } from './flags';

/** @returns its absolute path; it is made when it is missing */
export function writableFolder(option: string, path: string): string {
  const folder = resolve(path);
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile()) throw new Error('it is a file');
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new FlagError(`${option} ${path} cannot be used: ${reason}. Give a folder that can be written to.`);
  }
  return folder;
}
