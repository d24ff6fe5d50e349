/** However a run is ended, it leaves no process, no folder and no .local/ready.json behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../local/scripts';
import { until } from './local-server';

jest.setTimeout(120_000);

const directory = mkdtempSync(join(tmpdir(), 'jobgate-e2e-'));
const temporary = join(directory, 'temporary');
const readyFile = join(directory, '.local', 'ready.json');
const script = join(projectRoot, 'bin', 'run.js');
let child: ChildProcess;

beforeEach(() => mkdirSync(temporary, { recursive: true }));
afterEach(() => child.kill('SIGKILL'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Run {
  readonly exited: Promise<number | null>;
  readonly output: () => string;
}

function run(command: string, args: readonly string[], variables: Record<string, string> = {}): Run {
  child = spawn(command, args, {
    cwd: directory,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', text => {
      output += text;
    });
  const exited = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)));
  return { exited, output: () => output };
}

const start = () => run(process.execPath, [script, 'start', '--port', '0']);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function ready(): Promise<{ pid: number }> {
  return until(
    () => (existsSync(readyFile) ? JSON.parse(readFileSync(readyFile, 'utf8')) : undefined),
    value => value !== undefined,
  );
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while it starts', async (signal, code) => {
  const { exited, output } = start();
  await until(output, text => text.includes('services started'));
  child.kill(signal);
  expect(await exited).toBe(code);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(readyFile)).toBe(false);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s as soon as it is ready', async signal => {
  const { exited } = start();
  await ready();
  child.kill(signal);
  child.kill(signal);
  expect(await exited).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(readyFile)).toBe(false);
});

test('the shell between npm and it killed, which is all that npm does', async () => {
  const quoted = [process.execPath, script, 'start', '--port', '0'].map(part => `'${part}'`).join(' ');
  run('sh', ['-c', `${quoted}; true`], { npm_lifecycle_event: 'start' });
  const { pid } = await ready();
  child.kill('SIGTERM');
  await until(
    () => isAlive(pid),
    alive => !alive,
  );
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(readyFile)).toBe(false);
});
