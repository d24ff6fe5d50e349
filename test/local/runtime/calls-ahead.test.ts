import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../../../local/runtime/invocation';
import type { LambdaRuntime } from '../../../local/runtime/lambda-runtime';
import { functionModel, runtimeOf } from './functions';

/** What the event says: `hold` waits for a file, `block` lets nothing else run, `exit` ends the process. */
const code = `
const { existsSync } = require('node:fs');
const running = new Set();
exports.handler = async event => {
  if (running.size > 0) throw new Error('two at once');
  running.add(event);
  while (event.hold && !existsSync(event.hold)) await new Promise(resolve => setTimeout(resolve, 5));
  if (event.block) for (;;);
  if (event.exit) process.exit(3);
  running.delete(event);
  return { n: event.n, pid: process.pid };
};`;

let runtime: LambdaRuntime & { directory: string };
const model = functionModel('ahead', code, { timeoutSeconds: 2 });
const call = (event: object) => runtime.invoke(model.arn, JSON.stringify(event));

beforeEach(() => {
  runtime = runtimeOf([model], { maximumEnvironments: 2 });
});
afterEach(() => runtime.close(0));

/** Short invocations, after which an environment is sent calls ahead of time. */
async function becomeQuick(): Promise<void> {
  for (let count = 0; count < 20; count++) await call({ n: count });
}

function numberOf(invocation: Invocation): unknown {
  return invocation.kind === 'answered' ? JSON.parse(invocation.payload).n : invocation.kind;
}

test('short calls at the same time are served one after another, each with its own answer', async () => {
  await becomeQuick();
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => call({ n })));
  expect(answers.map(numberOf)).toEqual(Array.from({ length: 60 }, (_, n) => n));
});

test('calls sent ahead do not wait for one that takes long', async () => {
  await becomeQuick();
  const hold = join(runtime.directory, 'go');
  const long = call({ n: 'long', hold });
  const others = await Promise.all([1, 2, 3].map(n => call({ n })));
  expect(others.map(numberOf)).toEqual([1, 2, 3]);
  expect(existsSync(hold)).toBe(false);
  writeFileSync(hold, '');
  expect(numberOf(await long)).toBe('long');
});

test('a call that ends its process fails alone: those sent ahead run elsewhere', async () => {
  await becomeQuick();
  const [ended, ...others] = await Promise.all([call({ exit: true }), ...[1, 2, 3].map(n => call({ n }))]);
  expect(ended).toMatchObject({ kind: 'failed', reason: 'exit' });
  expect(others.map(numberOf)).toEqual([1, 2, 3]);
});

test('a call that blocks its process times out alone, and those behind it have their whole time', async () => {
  await becomeQuick();
  const [blocked, ...others] = await Promise.all([call({ block: true }), ...[1, 2].map(n => call({ n }))]);
  expect(blocked).toMatchObject({ kind: 'failed', reason: 'timeout' });
  expect(others.map(numberOf)).toEqual([1, 2]);
});
