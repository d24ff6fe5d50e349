/** Bundles what a local run executes in processes and threads of its own, and says where the bundles lie. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const entries = {
  environment: 'local/runtime/environment/main.ts',
  dynamodb: 'local/services/dynamodb/main.ts',
  messaging: 'local/services/messaging/main.ts',
  objects: 'local/services/objects/main.ts',
};
export type ScriptName = keyof typeof entries;

/** The project's folder: the nearest one above the working directory's script that holds a package.json. */
export const projectRoot = findUpward(__dirname);

function findUpward(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  return findUpward(dirname(directory));
}

const built = new Set<ScriptName>();

export function scriptFile(name: ScriptName): string {
  const file = join(projectRoot, 'build', 'local', `${name}.js`);
  if (!built.has(name)) build();
  return file;
}

function build(): void {
  const directory = join(projectRoot, 'build', 'local');
  mkdirSync(directory, { recursive: true });
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: entries,
    outdir: directory,
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  for (const { path, text } of outputFiles) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    // Test runs build at the same time: a reader must never see half a file.
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  }
  for (const name of Object.keys(entries)) built.add(name as ScriptName);
}
