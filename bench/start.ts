/** From the command to the first answer, beside the start of a bare node:http server. */
import { spawn } from 'node:child_process';
import { Client, LocalServer } from '../test/e2e/local-server';
import { median } from './median';

const rounds = 5;
const bareServer = `require('node:http').createServer((q, s) => s.end('{}')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;

export async function measureStart(): Promise<void> {
  const ready: number[] = [];
  const submitted: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await startBare());
    const server = new LocalServer();
    const started = performance.now();
    const running = await server.start();
    ready.push(performance.now() - started);
    await Client.of(running, 'pro').submit({ name: 'first' });
    submitted.push(performance.now() - started);
    await server.remove();
  }
  const seconds = (milliseconds: readonly number[]) => (median(milliseconds) / 1000).toFixed(2).padStart(6);
  console.log(`Seconds from the command (medians of ${rounds} interleaved rounds)`);
  console.log(`  ${seconds(bare)}  bare node:http answers`);
  console.log(`  ${seconds(ready)}  npm start serves (aim: 6 on two processors)`);
  console.log(`  ${seconds(submitted)}  its first job is accepted`);
  console.log(`  ${(median(submitted) / median(bare)).toFixed(1)} × the bare server`);
}

async function startBare(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', bareServer], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>(resolve =>
    child.stdout.once('data', data => resolve(String(data).trim())),
  );
  await fetch(`http://127.0.0.1:${port}`);
  const milliseconds = performance.now() - started;
  child.kill();
  return milliseconds;
}
