/**
 * Runs the project's CDK app as the CDK CLI does: the `app` command of cdk.json, told by environment variables where
 * to write and with which context. Without the CLI, which would take three times as long, and without validation of
 * the templates, which belongs in CI.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export async function synthesize(project: string, stage: string, outputDirectory: string): Promise<void> {
  const { app, context = {} } = readJson(join(project, 'cdk.json'));
  if (typeof app !== 'string') throw new Error(`${join(project, 'cdk.json')} names no app to run.`);
  const lookups = readJson(join(project, 'cdk.context.json'));
  const child = spawn(app, {
    cwd: project,
    shell: true,
    // A group of its own, because a signal to the shell would not reach the app.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...(context as object), ...lookups, stage }),
      CDK_VALIDATION: 'false',
    },
  });
  const endWithRun = () => endGroup(child);
  process.once('exit', endWithRun);
  child.once('close', () => process.off('exit', endWithRun));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The app of cdk.json (${app}) failed:\n${output.trim()}`);
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid);
  } catch {
    // It has ended.
  }
}

function readJson(file: string): Record<string, unknown> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
