/** Sends an attack and collects the statuses of what came back until the connection ended. */
import { connect } from 'node:net';
import type { Attack } from './requests';

export interface Outcome {
  readonly attack: Attack;
  readonly statuses: readonly number[];
  /** The connection was neither answered nor ended. */
  readonly hung: boolean;
}

const HUNG_AFTER_MILLISECONDS = 20_000;
const STATUS = /HTTP\/1\.1 (\d{3}) /g;

export function deliver(attack: Attack, origin: URL): Promise<Outcome> {
  return new Promise(resolve => {
    const socket = connect({ host: origin.hostname, port: Number(origin.port) });
    const chunks: Buffer[] = [];
    let hung = false;
    socket.setTimeout(HUNG_AFTER_MILLISECONDS, () => {
      hung = true;
      socket.destroy();
    });
    socket.on('data', chunk => chunks.push(chunk));
    // A server that has seen enough may reset the connection while the rest is still being sent.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const statuses = [...Buffer.concat(chunks).toString('latin1').matchAll(STATUS)].map(([, code]) =>
        Number(code),
      );
      resolve({ attack, statuses, hung });
    });
    socket.end(attack.bytes);
  });
}
