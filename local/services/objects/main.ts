/** The thread of the object store. */
import { createServer } from 'node:http';
import { workerData } from 'node:worker_threads';
import { serveThread } from '../service-thread';
import { ObjectStore } from './object-store';
import { answer } from './s3-server';

const { directory } = workerData as { directory: string };
const store = new ObjectStore(directory);
const server = createServer((request, response) => void answer(store, request, response));
server.keepAliveTimeout = 60_000;
// An upload of gigabytes may take longer than Node's five minutes.
server.requestTimeout = 0;

serveThread(server, () => {
  server.closeAllConnections();
  return new Promise<void>(resolve => server.close(() => resolve()));
});
