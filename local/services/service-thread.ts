/** A service in a thread of its own: says at which port it listens, and closes when it is told to. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, Worker } from 'node:worker_threads';
import { type ScriptName, scriptFile } from '../scripts';

export interface ServiceThread {
  readonly url: string;
  close(): Promise<void>;
}

/** In the thread: listens on a free loopback port and reports it, when the service is prepared. */
export function serveThread(
  server: Server,
  close: () => Promise<void>,
  prepare: (url: string) => Promise<void> = async () => undefined,
): void {
  server.listen(0, '127.0.0.1', async () => {
    const { port } = server.address() as AddressInfo;
    await prepare(`http://127.0.0.1:${port}`);
    reportPort(port, close);
  });
}

export function reportPort(port: number, close: () => Promise<void>): void {
  parentPort?.postMessage({ port });
  parentPort?.once('message', async () => {
    await close();
    process.exit();
  });
}

/** Starts the thread and waits until it listens. */
export function startServiceThread(name: ScriptName, data: object): Promise<ServiceThread> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(scriptFile(name), { workerData: data });
    const exited = new Promise<void>(done => worker.once('exit', () => done()));
    worker.once('error', reject);
    worker.once('message', ({ port }: { port: number }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: async () => {
          worker.postMessage('close');
          const impatient = setTimeout(() => void worker.terminate(), 3000);
          await exited;
          clearTimeout(impatient);
        },
      }),
    );
  });
}
