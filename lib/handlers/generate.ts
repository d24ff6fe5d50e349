/**
 * Writes build/generated, what handlers and tests import as `#generated/…`: the list of the modules in lambda/jobs, so
 * that a new job type is one file; what the API says of each, apart from the code that runs it; and the validators of
 * the contract's schemas and of every type's input, compiled now because compiling at run time costs a cold start.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { schemas } from '../../contract/schemas';
import { projectRoot, writeFolder } from './project';

interface JobTypeDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

const requireFromProject = createRequire(join(projectRoot, 'package.json'));

export function generate(): void {
  const modules = jobModules();
  const descriptions = loadJobTypes(modules).map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }));
  refuseBadNames(modules, descriptions);
  const folder = join(projectRoot, 'build', 'generated');
  writeFolder(folder, {
    ...jobTypeList(modules),
    ...catalogue(descriptions),
    'validators.js': validators(descriptions, join(folder, 'validators.js')),
    'validators.d.ts': validatorTypes,
  });
}

function jobModules(): readonly string[] {
  return readdirSync(join(projectRoot, 'lambda', 'jobs'))
    .filter(file => file.endsWith('.ts'))
    .map(file => file.slice(0, -'.ts'.length))
    .sort();
}

/** Runs the job modules to read what they declare; their packages stay outside, so this takes milliseconds. */
function loadJobTypes(modules: readonly string[]): readonly JobTypeDescription[] {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `module.exports = [${modules.map(name => `require('./lambda/jobs/${name}').default`).join(', ')}];`,
      resolveDir: projectRoot,
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'error',
  });
  const loaded: { exports: readonly JobTypeDescription[] } = { exports: [] };
  new Function('module', 'exports', 'require', outputFiles[0]!.text)(
    loaded,
    loaded.exports,
    requireFromProject,
  );
  return loaded.exports;
}

function refuseBadNames(modules: readonly string[], descriptions: readonly JobTypeDescription[]): void {
  const mistakes = modules.flatMap((module, index) => {
    const name = descriptions[index]?.name;
    if (name === module && /^[a-z][a-z0-9-]{0,63}$/.test(module)) return [];
    return [
      `lambda/jobs/${module}.ts: its default export must be a job type named ${JSON.stringify(module)} as its file ` +
        `(a lower-case letter, then letters, digits and hyphens, 64 at most); found ${JSON.stringify(name)}.`,
    ];
  });
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
}

function jobTypeList(modules: readonly string[]): Record<string, string> {
  return {
    'job-types.js': `exports.jobTypes = [\n${modules.map(name => `  require('../../lambda/jobs/${name}').default,\n`).join('')}];\n`,
    'job-types.d.ts': `import type { JobType } from '../../lambda/core/job/job-type';\nexport const jobTypes: readonly JobType[];\n`,
  };
}

function catalogue(descriptions: readonly JobTypeDescription[]): Record<string, string> {
  return {
    'job-catalogue.js': `exports.jobCatalogue = ${JSON.stringify(descriptions, null, 2)};\n`,
    'job-catalogue.d.ts': `import type { JobTypeDescription } from '../../lambda/core/job/job-type';\nexport const jobCatalogue: readonly JobTypeDescription[];\n`,
  };
}

const validatorTypes = `import type { ValidateFunction } from 'ajv';
import type { SchemaName } from '../../contract/schemas';
/** Of the contract's schemas. */
export const validators: Readonly<Record<SchemaName, ValidateFunction>>;
/** Of each job type's input. */
export const inputValidators: Readonly<Record<string, ValidateFunction>>;
`;

/** The compiled validators, or the text that is there when it was made from the same schemas: ajv is slow to load. */
function validators(descriptions: readonly JobTypeDescription[], path: string): string {
  const sources = JSON.stringify({ schemas, inputs: descriptions, ajv: ajvVersion() });
  const mark = `// Made from schemas with the digest ${createHash('sha256').update(sources).digest('hex')}\n`;
  const existing = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return existing.startsWith(mark) ? existing : mark + compileValidators(descriptions);
}

function ajvVersion(): string {
  return (requireFromProject('ajv/package.json') as { version: string }).version;
}

function compileValidators(descriptions: readonly JobTypeDescription[]): string {
  const { Ajv } = requireFromProject('ajv') as typeof import('ajv');
  const { default: addFormats } = requireFromProject('ajv-formats') as typeof import('ajv-formats');
  const { default: standaloneCode } = requireFromProject(
    'ajv/dist/standalone',
  ) as typeof import('ajv/dist/standalone');
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    code: { source: true, lines: true },
  });
  addFormats.default(ajv);
  const ids: Record<string, string> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    ajv.addSchema(schema, `schema:${name}`);
    ids[`schema_${name}`] = `schema:${name}`;
  }
  descriptions.forEach(({ name, inputSchema }, index) => {
    ajv.addSchema(inputSchema, `input:${name}`);
    ids[`input_${index}`] = `input:${name}`;
  });
  const table = (entries: readonly string[]) => `{${entries.join(', ')}}`;
  return [
    standaloneCode(ajv, ids),
    `exports.validators = ${table(Object.keys(schemas).map(name => `${name}: exports.schema_${name}`))};`,
    `exports.inputValidators = ${table(descriptions.map(({ name }, index) => `${JSON.stringify(name)}: exports.input_${index}`))};`,
    '',
  ].join('\n');
}
