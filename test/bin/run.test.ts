import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { projectRoot } from '../../local/scripts';

const script = join(projectRoot, 'bin', 'run.js');

test('an unsupported Node is told so in one sentence, before anything is installed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-run-'));
  const preload = join(directory, 'old-node.js');
  writeFileSync(preload, `Object.defineProperty(process.versions, 'node', { value: '18.20.8' });`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', preload, script, 'start'], {
    encoding: 'utf8',
  });
  rmSync(directory, { recursive: true });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Jobgate needs Node.js 20 or later; this is 18.20.8.\n',
  });
});

test('the runner is written in a syntax that an old Node can read', () => {
  const source = readFileSync(script, 'utf8');
  const forNode = (target: string) => transformSync(source, { target }).code;
  expect(forNode('node12')).toBe(forNode('esnext'));
});

test('an unknown command is answered with those that are known', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, 'strat'], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Unknown command "strat"\. Known: start, dev, /);
});

test('a file that cannot be read as TypeScript is told with its line, and without a stack trace', () => {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-run-'));
  mkdirSync(join(directory, 'bin'));
  mkdirSync(join(directory, 'node_modules'));
  cpSync(script, join(directory, 'bin', 'run.js'));
  writeFileSync(join(directory, 'package-lock.json'), '{}');
  // Installed already, as far as the runner can tell.
  const marker = createHash('sha256').update('{}').digest('hex');
  writeFileSync(join(directory, 'node_modules', '.jobgate-lock'), marker);
  for (const name of ['esbuild', '@esbuild']) {
    symlinkSync(join(projectRoot, 'node_modules', name), join(directory, 'node_modules', name), 'junction');
  }
  writeFileSync(join(directory, 'bin', 'app.ts'), 'export const config = {');
  const { status, stderr } = spawnSync(process.execPath, [join(directory, 'bin', 'run.js'), 'app'], {
    encoding: 'utf8',
  });
  rmSync(directory, { recursive: true });
  expect(status).toBe(1);
  expect(stderr).toContain('bin/app.ts:1:');
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a synthesis is not judged by the report that an earlier one left in its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobgate-run-'));
  const report = join(folder, 'validation-report.json');
  writeFileSync(report, '{}');
  const context = JSON.stringify({ stage: 'dev', imageDigest: `sha256:${'0'.repeat(64)}` });
  const { status, stderr } = spawnSync(process.execPath, [script, 'app'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: context },
  });
  const left = existsSync(report);
  rmSync(folder, { recursive: true });
  expect({ status, stderr, left }).toEqual({ status: 0, stderr: '', left: false });
}, 60_000);
