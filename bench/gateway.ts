/** Requests a second through a function: the local gateway beside bare node:http and serverless-offline, in one run. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { projectRoot } from '../lib/handlers/project';
import { HANDLER } from './gateway-handler';
import { installPeer, startPeer } from './gateway-peer';
import { median } from './median';

const ROUNDS = 5;
const ROUND_MILLISECONDS = 2_000;
const WARM_UP_MILLISECONDS = 1_000;
const CONNECTIONS = 16;

interface Contender {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
}

export interface GatewayFigure {
  readonly name: string;
  /** Median of the rounds. */
  readonly requestsPerSecond: number;
  readonly toBare: number;
}

export async function measureGateway(
  report: (line: string) => void = console.log,
): Promise<readonly GatewayFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jobgate-bench-'));
  const contenders: Contender[] = [];
  try {
    const load = bundled('gateway-load');
    const server = bundled('gateway-server');
    contenders.push(await startServer('bare node:http', server, 'bare', folder));
    contenders.push(await startServer('local gateway', server, 'local', folder));
    const peer = installPeer(HANDLER);
    if ('skipped' in peer) report(`serverless-offline is not measured: ${peer.skipped}`);
    else contenders.push({ name: 'serverless-offline', ...(await startPeer(peer.folder)) });

    const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
    for (const { url } of contenders) await keepBusy(load, url, WARM_UP_MILLISECONDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, url } of contenders)
        rates.get(name)?.push(await keepBusy(load, url, ROUND_MILLISECONDS));
    }
    const bare = median(rates.get('bare node:http') ?? []);
    const figures = contenders.map(({ name }) => {
      const requestsPerSecond = median(rates.get(name) ?? []);
      return { name, requestsPerSecond, toBare: requestsPerSecond / bare };
    });
    for (const line of described(figures)) report(line);
    return figures;
  } finally {
    for (const { process: child } of contenders) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function described(figures: readonly GatewayFigure[]): string[] {
  const rateOf = (wanted: string) => figures.find(({ name }) => name === wanted)?.requestsPerSecond;
  const [ours, peers] = [rateOf('local gateway'), rateOf('serverless-offline')];
  return [
    `Requests a second through a function (${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds)`,
    ...figures.map(
      ({ name, requestsPerSecond, toBare }) =>
        `  ${name.padEnd(20)} ${requestsPerSecond.toFixed(0).padStart(8)}   ${toBare.toFixed(3)} × bare node:http`,
    ),
    ...(ours && peers ? [`  the local gateway is ${(ours / peers).toFixed(1)} × serverless-offline`] : []),
  ];
}

function bundled(name: string): string {
  const outfile = join(projectRoot, 'build', `bench-${name}.js`);
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    packages: 'external',
    external: ['#generated/*'],
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

function startServer(name: string, script: string, kind: string, folder: string): Promise<Contender> {
  const child = fork(script, [kind, folder], { silent: true });
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) =>
      resolve({ name, url: chunk.toString().trim(), process: child }),
    );
    child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    child.once('exit', code => reject(new Error(`${name} ended with ${code} before it served.`)));
  });
}

async function keepBusy(script: string, url: string, milliseconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    url,
    String(CONNECTIONS),
    String(milliseconds),
  ]);
  const { answered, seconds } = JSON.parse(stdout) as { answered: number; seconds: number };
  return answered / seconds;
}
