import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, resolveStage, type Stage } from './config';
import { projectRoot } from './handlers/project';

/** Names of the stages: one file each in `config`. */
export function stageNames(): string[] {
  return readdirSync(join(projectRoot, 'config'))
    .filter(file => /^[a-z][a-z0-9-]*\.ts$/.test(file))
    .map(file => file.slice(0, -'.ts'.length));
}

/**
 * Reads and checks the config of a stage.
 * @throws ConfigurationError when there is no such stage or something is wrong with it
 */
export function loadStage(name: string): Stage {
  const names = stageNames();
  if (!names.includes(name)) {
    const allowed = names.join(', ');
    const remedy = 'choose one of these with -c stage=NAME, or write the file';
    throw new ConfigurationError(`config/${name}.ts`, [
      { path: 'stage', what: 'is unknown', received: name, allowed, remedy },
    ]);
  }
  const module: { config?: unknown } = require(`../config/${name}.ts`);
  return resolveStage(name, module.config);
}
