import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { compileFunction } from 'node:vm';
import { type BuildFailure, buildSync } from 'esbuild';
import { ConfigurationError } from './config';

/**
 * Runs the file of a stage by itself, so that a mistake in another stage's file is none of this one, and returns what it
 * exports as `config`.
 * @throws ConfigurationError when it cannot be compiled, does not run to its end or exports nothing of that name
 */
export function readConfig(name: string, file: string): unknown {
  const source = `config/${name}.ts`;
  const module = run(source, file);
  if (module['config'] !== undefined) return module['config'];
  const allowed = 'an export named config';
  const remedy = 'write export const config: StageConfig = { … }';
  const problem = { path: '', what: 'is not exported', received: Object.keys(module), allowed, remedy };
  throw new ConfigurationError(source, [problem]);
}

function run(source: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const [output] = buildSync({
      absWorkingDir: dirname(file),
      entryPoints: [file],
      write: false,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
    }).outputFiles;
    const module = { exports: {} };
    const parameters = ['module', 'exports', 'require'];
    compileFunction(output!.text, parameters, { filename: file })(
      module,
      module.exports,
      createRequire(file),
    );
    return module.exports;
  } catch (error) {
    const allowed = 'a TypeScript module that runs to its end';
    const problem = { path: '', what: 'cannot be run', received: reasonOf(error), allowed };
    throw new ConfigurationError(source, [{ ...problem, remedy: 'correct the file' }]);
  }
}

/** What esbuild, with the place in the file, or the module itself said. */
function reasonOf(error: unknown): unknown {
  const { errors } = (error ?? {}) as Partial<BuildFailure>;
  if (errors)
    return errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}: ${text}` : text,
    );
  return isNativeError(error) ? `${error.name}: ${error.message.split('\n')[0]}` : error;
}
