import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, resolveStage, type Stage } from './config';
import { projectRoot } from './handlers/project';
import { readConfig } from './read-config';

/** A stage's name becomes part of names that others share, such as a domain of a user pool with 63 characters. */
const stageFile = /^[a-z][a-z0-9-]{0,29}\.ts$/;

/** Names of the stages: one file each in `config`. */
export function stageNames(): string[] {
  return readdirSync(join(projectRoot, 'config'))
    .filter(file => stageFile.test(file))
    .map(file => file.slice(0, -'.ts'.length));
}

/**
 * Reads and checks the config of a stage.
 * @throws ConfigurationError when there is no such stage or something is wrong with it
 */
export function loadStage(name: string): Stage {
  const names = stageNames();
  if (!names.includes(name)) {
    const allowed = `${names.join(', ')}, or a new file named by up to 30 lower-case letters, digits and hyphens`;
    const remedy = 'choose one of these, or write the file';
    throw new ConfigurationError(`config/${name}.ts`, [
      { path: 'stage', what: 'is unknown', received: name, allowed, remedy },
    ]);
  }
  return resolveStage(name, readConfig(name, join(projectRoot, 'config', `${name}.ts`)));
}
