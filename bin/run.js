#!/usr/bin/env node
/**
 * Runs every npm script of the project: checks Node, installs what is missing, bundles the TypeScript entry that the
 * script needs and runs it. Plain JavaScript without dependencies, because it runs before anything is installed, and
 * in a syntax that Node 12 reads, because an old Node must be able to say that it is too old.
 */
'use strict';
const MINIMUM_NODE = 20;

const [command = '', ...args] = process.argv.slice(2);
const nodeMajor = Number(process.versions.node.split('.')[0]);
if (nodeMajor < MINIMUM_NODE) {
  console.error(`Jobgate needs Node.js ${MINIMUM_NODE} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const root = join(__dirname, '..');
const modules = join(root, 'node_modules');
// The SDK warns on Node 20 although it still supports it; the warning is noise on every start.
for (const name of ['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'CDK_DISABLE_CLI_TELEMETRY'])
  if (process.env[name] === undefined) process.env[name] = 'true';
// Otherwise esbuild stays as a process that shares standard error and makes its pipe block: a local run whose output
// nobody reads would stand still.
process.env.ESBUILD_WORKER_THREADS = '0';

/** Prints a finished step with the time it took; on standard error, which no script's own output uses. */
function step(name, run) {
  const started = performance.now();
  const result = run();
  console.error(`  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

function exitOnFailure({ status, signal, error }, what) {
  if (error) console.error(`${what} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status || (signal ? 130 : 1));
}

/** Installs from the lockfile when it is not what was installed last. */
function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(modules, '.jobgate-lock');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  console.error(
    'Installing the packages of package-lock.json; the first time this takes about half a minute.',
  );
  const npm = process.env.npm_execpath || '';
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  step('installed', () =>
    exitOnFailure(
      npm.endsWith('.js')
        ? spawnSync(process.execPath, [npm, ...install], { cwd: root, stdio: ['ignore', 2, 2] })
        : spawnSync('npm', install, {
            cwd: root,
            stdio: ['ignore', 2, 2],
            shell: process.platform === 'win32',
          }),
      'npm ci',
    ),
  );
  writeFileSync(marker, lock);
}

/** Bundles one entry with packages left outside, which starts faster than any TypeScript loader; returns its path. */
function bundle(entry, name) {
  const outfile = join(root, 'build', `${name}.js`);
  try {
    const { outputFiles } = require('esbuild').buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      write: false,
      bundle: true,
      packages: 'external',
      external: ['#generated/*'],
      platform: 'node',
      target: `node${MINIMUM_NODE}`,
      sourcemap: 'inline',
      logLevel: 'error',
    });
    // Whole or not at all: another run may be reading the same file.
    const own = `${outfile}.${process.pid}`;
    mkdirSync(join(root, 'build'), { recursive: true });
    writeFileSync(own, outputFiles[0].contents);
    renameSync(own, outfile);
  } catch (error) {
    // esbuild has printed each mistake with its file and line.
    if (error.errors) process.exit(1);
    throw error;
  }
  return outfile;
}

function load(entry, name) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], join(root, entry), ...args];
  return require(bundle(entry, name));
}

/** Writes build/generated: the list of job types and the compiled validators that handlers and tests import. */
function generate() {
  require(bundle('lib/handlers/generate.ts', 'generate')).generate();
}

/** Runs a package's own command line with Node, without a shell, so that arguments pass unchanged on every system. */
function tool(script, toolArgs) {
  exitOnFailure(
    spawnSync(process.execPath, [join(modules, script), ...toolArgs], { cwd: root, stdio: 'inherit' }),
    script,
  );
}

const lint = fix =>
  tool('@biomejs/biome/bin/biome', ['check', ...(fix ? ['--write'] : []), '--error-on-warnings', '.']);
const cdk = (...cdkArgs) => tool('aws-cdk/bin/cdk', cdkArgs);
/** The CDK CLI wants stacks named or `--all`; options alone, such as `-c stage=prod`, mean all. */
const allUnlessNamed = () => (args.some(arg => arg === '--all' || /^Jobgate-|\*/.test(arg)) ? [] : ['--all']);

const commands = {
  start: () => load('local/main.ts', 'local'),
  dev: () => load('local/dev.ts', 'dev'),
  app: () => load('bin/app.ts', 'app'),
  synth: () => cdk('synth', '--quiet', ...args),
  deploy: () => cdk('deploy', ...allUnlessNamed(), ...args),
  bench: () => load('bench/main.ts', 'bench'),
  jobgate: () => load('bin/jobgate.ts', 'jobgate'),
  conformance: () => load('test/conformance/remote.ts', 'conformance'),
  lint: () => lint(args.includes('--fix')),
  test: () => {
    if (args.length === 0) {
      step('lint', () => lint(false));
      step('generated', generate);
      step('types', () => tool('typescript/bin/tsc', ['--noEmit']));
    } else generate();
    tool('jest/bin/jest.js', args);
  },
};

const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!run) {
  console.error(`Unknown command ${JSON.stringify(command)}. Known: ${Object.keys(commands).join(', ')}.`);
  process.exit(1);
}
ensureInstalled();
run();
