import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, found upward: this code runs from source in tests and from a bundle otherwise. */
export const projectRoot = findProject(__dirname);

function findProject(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error(`No package.json in ${__dirname} or above it; run from the project.`);
  return findProject(parent);
}

/** Makes a folder hold exactly these files and touches none that is right already, so that watchers stay quiet. */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!Object.hasOwn(files, name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    // Whole or not at all, and made beside the folder: another run may be reading or writing it at the same time.
    const own = `${folder}.${process.pid}`;
    writeFileSync(own, text);
    renameSync(own, path);
  }
}
