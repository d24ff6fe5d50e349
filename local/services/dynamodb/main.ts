/** The thread of the embedded DynamoDB. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { callJson } from '../aws-call';
import { serveThread } from '../service-thread';
import { writeAtomically } from './atomic-writes';

const { directory } = workerData as { directory?: string };
writeAtomically();
const server = dynalite({ path: directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });

// Dynalite throws from the `error` event of a request, which a client that is killed while it sends would cause.
const handle = server.listeners('request')[0] as RequestListener;
server.removeAllListeners('request');
server.on('request', (request: IncomingMessage, response) => {
  handle(request, response);
  request.removeAllListeners('error');
  request.on('error', () => response.destroy());
});
server.keepAliveTimeout = 60_000;

/** The database opens at its first use; a folder that another run holds must show itself now. */
async function openDatabase(url: string): Promise<void> {
  await callJson(url, 'DynamoDB_20120810.ListTables', {});
  // From here on an error of the database belongs to one request; the others must still be answered.
  process.on('uncaughtException', error =>
    console.error(`The embedded DynamoDB failed on a request: ${error.message}`),
  );
}

serveThread(server, () => new Promise<void>(resolve => server.close(() => resolve())), openDatabase);
