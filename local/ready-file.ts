/** `.local/ready.json`: what another program needs to use a local run, there as long as the run serves. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ServiceEndpoints } from './services/provision';
import type { LocalRun } from './start';

export const readyFile = join('.local', 'ready.json');

export function writeReadyFile(file: string, run: LocalRun, stage: string): void {
  const ready = {
    url: run.apis[0]?.url ?? '',
    stage,
    keys: run.keys,
    credentials: run.credentials,
    ...(run.tokens.length > 0 ? { tokens: run.tokens } : {}),
    ...(run.services ? { services: namesOf(run.services) } : {}),
    apis: run.apis,
    unsupported: run.unsupported,
    pid: process.pid,
  };
  mkdirSync(dirname(file), { recursive: true });
  // Renamed into place, so that whoever waits for the file never reads half of it; keys are for its owner alone.
  writeFileSync(`${file}.new`, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** By the names that the services have in the SDKs. */
function namesOf({ dynamodb, queues, topics, objects }: ServiceEndpoints) {
  return { dynamodb, sqs: queues, sns: topics, s3: objects };
}

/** Removes the file when it tells of this run, or of one that is gone: another run keeps its own. */
export function removeReadyFile(file: string): void {
  const other = readOtherRun(file);
  if (other === undefined || other.pid === process.pid) rmSync(file, { force: true });
}

/** The run that the file tells of, when its process is still there. */
export function readOtherRun(file: string): { readonly pid: number; readonly url: string } | undefined {
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return { pid, url };
  } catch {
    return undefined;
  }
}
