/**
 * serverless-offline in its default mode, as a yardstick: no dependency of the project, but installed on demand, with
 * pinned versions, into a folder of temporary files that later runs find again.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = ['serverless@3.40.0', 'serverless-offline@13.9.0'];
const INSTALL_MILLISECONDS = 120_000;
const START_MILLISECONDS = 30_000;
const MARKER = 'installed';

export interface Peer {
  readonly url: string;
  readonly process: ChildProcess;
}

/** @returns why it is not measured, or undefined when it can be */
export function installPeer(handler: string): { folder: string } | { skipped: string } {
  const folder = join(tmpdir(), `jobgate-bench-${PACKAGES.join('-').replaceAll('@', '-')}`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, MARKER))) {
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--loglevel=error',
      ...PACKAGES,
    ];
    const { status, error } = spawnSync('npm', install, {
      cwd: folder,
      timeout: INSTALL_MILLISECONDS,
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      return {
        skipped: `npm could not install ${PACKAGES.join(' and ')}${error ? `: ${error.message}` : ''}`,
      };
    writeFileSync(join(folder, MARKER), '');
  }
  writeFileSync(join(folder, 'handler.js'), handler);
  const service = {
    service: 'bench',
    provider: { name: 'aws', runtime: 'nodejs20.x', stage: 'dev', region: 'us-east-1' },
    plugins: ['serverless-offline'],
    functions: {
      hello: { handler: 'handler.handler', events: [{ http: { path: '/hello', method: 'get' } }] },
    },
  };
  writeFileSync(join(folder, 'serverless.json'), JSON.stringify(service));
  return { folder };
}

export async function startPeer(folder: string): Promise<Peer> {
  const [httpPort, lambdaPort] = [await freePort(), await freePort()];
  const command = join(folder, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const ports = ['--host', '127.0.0.1', '--httpPort', String(httpPort), '--lambdaPort', String(lambdaPort)];
  const child = spawn(process.execPath, [command, 'offline', 'start', ...ports], {
    cwd: folder,
    env: {
      ...process.env,
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    },
  });
  await new Promise<void>((resolve, reject) => {
    const heard: string[] = [];
    const timer = setTimeout(
      () => reject(new Error(`serverless-offline did not start: ${heard.join('').slice(-500)}`)),
      START_MILLISECONDS,
    );
    const hear = (chunk: Buffer) => {
      heard.push(chunk.toString());
      if (!heard.join('').includes('Server ready')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', code =>
      reject(new Error(`serverless-offline ended with ${code}: ${heard.join('').slice(-500)}`)),
    );
  }).catch(error => {
    child.kill('SIGKILL');
    throw error;
  });
  return { url: `http://127.0.0.1:${httpPort}/dev/hello`, process: child };
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
