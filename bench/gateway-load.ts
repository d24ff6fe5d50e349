/**
 * Keeps a server busy from a process of its own: `url connections milliseconds`; prints the requests it got answered.
 * Bare sockets and one fixed request, because a client library costs more than the servers that are to be measured.
 */
import { connect } from 'node:net';

const [target = '', connections = '1', milliseconds = '1000'] = process.argv.slice(2);
const url = new URL(target);
const REQUEST = Buffer.from(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUser-Agent: bench\r\n\r\n`);
const HEAD_END = Buffer.from('\r\n\r\n');
const OK = Buffer.from('HTTP/1.1 200');
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;

const started = performance.now();
const end = started + Number(milliseconds);
let answered = 0;

/** Bytes of the complete answer at the beginning of what arrived, or 0. */
function answerLength(bytes: Buffer): number {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return 0;
  const length = CONTENT_LENGTH.exec(bytes.toString('latin1', 0, headEnd))?.[1];
  if (length === undefined) throw new Error(`${target} answered without a content length.`);
  const total = headEnd + HEAD_END.length + Number(length);
  return bytes.length >= total ? total : 0;
}

function client(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('connect', () => socket.write(REQUEST));
    socket.on('data', chunk => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const length = answerLength(pending);
      if (length === 0) return;
      if (!pending.subarray(0, OK.length).equals(OK)) {
        socket.destroy();
        reject(new Error(`${target} answered ${pending.toString('latin1', 0, 60)}, expected 200.`));
        return;
      }
      answered += 1;
      pending = pending.subarray(length);
      if (performance.now() < end) socket.write(REQUEST);
      else {
        socket.destroy();
        resolve();
      }
    });
  });
}

Promise.all(Array.from({ length: Number(connections) }, client)).then(
  () => console.log(JSON.stringify({ answered, seconds: (performance.now() - started) / 1000 })),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
