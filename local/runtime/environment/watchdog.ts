/**
 * A thread beside the handler, which may be in an endless loop: ends the process when the local run is gone, and when
 * the process uses more memory than the function has, buffers included, which no V8 limit counts.
 */
import { Worker } from 'node:worker_threads';

/** What Node itself takes besides the function's own memory. */
const baselineMegabytes = 96;

export function startWatchdog(memoryMegabytes: number): void {
  const limit = (memoryMegabytes + baselineMegabytes) * 1024 * 1024;
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
     const gone = () => {
       if (process.ppid !== workerData.parent) return true;
       try { process.kill(workerData.parent, 0); return false; } catch { return true; }
     };
     setInterval(() => {
       if (process.memoryUsage.rss() > workerData.limit || gone()) process.kill(process.pid, 'SIGKILL');
     }, 250);`,
    { eval: true, workerData: { limit, parent: process.ppid }, env: {}, stdout: false },
  );
  worker.unref();
  // Without the watchdog the function still runs; its timeout holds from outside.
  worker.on('error', () => undefined);
}
