import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../../../local/runtime/invocation';
import type { LambdaRuntime } from '../../../local/runtime/lambda-runtime';
import type { FunctionModel } from '../../../local/template/model';
import { functionModel, runtimeOf } from './functions';

let runtime: LambdaRuntime & { directory: string };
afterEach(() => runtime.close(0));

/** Runs one function once and gives what it answered. */
async function invoke(
  code: string,
  event: unknown = {},
  more: Partial<FunctionModel> = {},
): Promise<Invocation> {
  const model = functionModel('tried', code, more);
  runtime = runtimeOf([model]);
  return runtime.invoke(model.arn, JSON.stringify(event));
}

function answer(invocation: Invocation): unknown {
  if (!('payload' in invocation)) throw new Error(invocation.kind);
  return JSON.parse(invocation.payload);
}

describe('a handler answers', () => {
  test.each<[string, string, unknown]>([
    ['by a promise', 'exports.handler = async event => ({ got: event.n })', { got: 1 }],
    ['nothing, which is null', 'exports.handler = async () => {}', null],
    ['through its callback', 'exports.handler = (e, c, done) => setImmediate(done, null, e.n + 1)', 2],
    ['through context.succeed', 'exports.handler = (e, context) => context.succeed("old")', 'old'],
    ['from a nested export', 'exports.handler = 1; exports.api = { get: async () => "nested" }', 'nested'],
  ])('%s', async (how, code, expected) => {
    const invocation = await invoke(
      code,
      { n: 1 },
      how.includes('nested') ? { handler: 'index.api.get' } : {},
    );
    expect(invocation.kind).toBe('answered');
    expect(answer(invocation)).toEqual(expected);
  });

  test('from an ES module', async () => {
    const model = functionModel('esm', '', { handler: 'src/main.handler' });
    runtime = runtimeOf([]);
    const directory = join(runtime.directory, 'esm');
    mkdirSync(join(directory, 'src'), { recursive: true });
    writeFileSync(
      join(directory, 'src', 'main.mjs'),
      'const v = await 5; export const handler = async () => v',
    );
    await runtime.replace([{ ...model, code: { directory } }]);
    expect(answer(await runtime.invoke(model.arn, '{}'))).toBe(5);
  });
});

describe('a handler finds', () => {
  const isThere = 'async () => [typeof SQSClient, greeting]';
  test.each([
    [
      'a CommonJS module',
      'index.js',
      `const { SQSClient } = require('@aws-sdk/client-sqs'); const { greeting } = require('greet');
       exports.handler = ${isThere};`,
    ],
    [
      'an ES module',
      'index.mjs',
      `import { SQSClient } from '@aws-sdk/client-sqs'; import { greeting } from 'greet';
       export const handler = ${isThere};`,
    ],
  ])('the SDK of its runtime and the packages of its layers, from %s', async (_, file, code) => {
    runtime = runtimeOf([]);
    const layer = join(runtime.directory, 'layer');
    mkdirSync(join(layer, 'nodejs', 'node_modules', 'greet'), { recursive: true });
    writeFileSync(
      join(layer, 'nodejs', 'node_modules', 'greet', 'index.js'),
      'exports.greeting = "from a layer";',
    );
    const directory = join(runtime.directory, 'asset');
    mkdirSync(directory);
    writeFileSync(join(directory, file), code);
    const model = functionModel('finds', '', { code: { directory }, layers: [layer] });
    await runtime.replace([model]);
    expect(answer(await runtime.invoke(model.arn, '{}'))).toEqual(['function', 'from a layer']);
  });

  test.each([
    ['index.js', 'require("esbuild"); exports.handler = async () => 1'],
    ['index.mjs', 'import "esbuild"; export const handler = async () => 1'],
  ])('no other package of this project, from %s', async (file, code) => {
    runtime = runtimeOf([]);
    const directory = join(runtime.directory, 'asset');
    mkdirSync(directory);
    writeFileSync(join(directory, file), code);
    const model = functionModel('finds', '', { code: { directory } });
    await runtime.replace([model]);
    const invocation = await runtime.invoke(model.arn, '{}');
    expect(invocation.kind).toBe('failed');
    expect(answer(invocation)).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });
});

describe('a handler fails', () => {
  test.each<[string, string, object]>([
    [
      'by a rejected promise',
      'exports.handler = async () => { throw new TypeError("no") }',
      { errorType: 'TypeError', errorMessage: 'no' },
    ],
    [
      'by throwing at once',
      'exports.handler = () => { throw new RangeError("far") }',
      { errorType: 'RangeError', errorMessage: 'far' },
    ],
    [
      'with something that is no error',
      'exports.handler = async () => { throw "text" }',
      { errorType: 'string', errorMessage: 'text' },
    ],
    [
      'through its callback',
      'exports.handler = (e, c, done) => done(new Error("back"))',
      { errorType: 'Error', errorMessage: 'back' },
    ],
    ['when its module does', 'throw new Error("at load")', { errorType: 'Error', errorMessage: 'at load' }],
    ['for a missing module', 'require("nowhere-to-be-found")', { errorType: 'Runtime.ImportModuleError' }],
    ['for a syntax error', 'exports.handler = async (', { errorType: 'Runtime.UserCodeSyntaxError' }],
    [
      'for a missing export',
      'exports.other = 1',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'with an answer that is no JSON',
      'exports.handler = async () => 1n',
      { errorMessage: 'Unable to stringify response body' },
    ],
  ])('%s', async (_how, code, expected) => {
    const invocation = await invoke(code);
    expect(invocation).toMatchObject({ kind: 'failed', reason: 'thrown' });
    expect(answer(invocation)).toMatchObject(expected);
  });

  test('with an answer of more than 6 MB', async () => {
    const invocation = await invoke('exports.handler = async () => "x".repeat(6_300_000)');
    expect(invocation).toMatchObject({ kind: 'failed', reason: 'response-too-large' });
    expect(answer(invocation)).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  test.each([
    ['process.exit', 'exports.handler = async () => process.exit(3)', /exit status 3$/],
    [
      'an endless array',
      'exports.handler = async () => { const a = []; for (let i = 0; ; i++) a.push(i) }',
      /signal: killed$/,
    ],
    [
      'buffers',
      'exports.handler = () => new Promise(() => { const a = []; setInterval(() => a.push(Buffer.alloc(3e7, 1)), 1) })',
      /signal: killed$/,
    ],
  ])('by %s, and the next call finds a new environment', async (_how, code, message) => {
    const invocation = await invoke(
      `let first = true; const bad = exports; ${code};
      const fatal = exports.handler; exports.handler = async e => e.fatal ? fatal(e) : "well"`,
      { fatal: true },
    );
    expect(invocation).toMatchObject({ kind: 'failed', reason: 'exit' });
    expect(answer(invocation)).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(message),
    });
    const next = await runtime.invoke(functionModel('tried', '').arn, '{}');
    expect(answer(next)).toBe('well');
  });

  test('with a rejection that nobody handles', async () => {
    const invocation = await invoke(
      'exports.handler = () => new Promise(() => { Promise.reject(new Error("lost")) })',
    );
    expect(invocation).toMatchObject({ kind: 'failed', reason: 'exit' });
    expect(answer(invocation)).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  test.each([
    ['waits', 'new Promise(() => {})'],
    ['is in an endless loop', '(() => { for (;;); })()'],
  ])('when its time is up while it %s', async (_how, body) => {
    const invocation = await invoke(`exports.handler = async () => ${body}`, {}, { timeoutSeconds: 1 });
    expect(invocation).toMatchObject({ kind: 'failed', reason: 'timeout' });
    expect(answer(invocation)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
      ),
    });
  });
});

describe('an environment', () => {
  test('is used again while it is warm', async () => {
    const model = functionModel('warm', 'let n = 0; exports.handler = async () => [process.pid, ++n]');
    runtime = runtimeOf([model]);
    const answers = [];
    for (let call = 0; call < 3; call++) answers.push(answer(await runtime.invoke(model.arn, '{}')));
    const [[pid]] = answers as [[number, number]];
    expect(answers).toEqual([1, 2, 3].map(n => [pid, n]));
  });

  test('serves one call at a time; calls at the same time get others', async () => {
    const code =
      'let busy = 0; exports.handler = async () => { if (busy++) throw new Error("shared"); await new Promise(r => setTimeout(r, 300)); busy--; return process.pid }';
    const model = functionModel('parallel', code);
    runtime = runtimeOf([model]);
    const answers = await Promise.all([1, 2, 3].map(() => runtime.invoke(model.arn, '{}')));
    expect(answers.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(new Set(answers.map(answer)).size).toBeGreaterThan(1);
  });

  test('is waited for when there is none, and whoever asks is told so', async () => {
    const model = functionModel(
      'told',
      'exports.handler = () => new Promise(r => setTimeout(r, 20, "done"))',
    );
    runtime = runtimeOf([model], { maximumEnvironments: 1 });
    const told: string[] = [];
    const call = (name: string) =>
      runtime.invoke(model.arn, '{}', {
        onWaiting: waits => told.push(`${name} ${waits ? 'waits' : 'begins'}`),
      });
    await call('cold');
    const calls = [call('warm'), call('next')];
    await Promise.all(calls);
    expect(told).toEqual(['cold waits', 'cold begins', 'next waits', 'next begins']);
  });

  test('is refused beyond the reserved concurrency', async () => {
    const model = functionModel(
      'reserved',
      'exports.handler = () => new Promise(r => setTimeout(r, 200, "done"))',
      {
        reservedConcurrency: 1,
      },
    );
    runtime = runtimeOf([model]);
    const [first, second] = await Promise.all([
      runtime.invoke(model.arn, '{}'),
      runtime.invoke(model.arn, '{}'),
    ]);
    expect([first?.kind, second?.kind]).toEqual(['answered', 'throttled']);
  });

  test('sees its own variables, Lambda’s, and none of the user’s', async () => {
    process.env['JOBGATE_SECRET_OF_THE_USER'] = 'x';
    const model = functionModel('env', 'exports.handler = async () => process.env', {
      environment: { OWN: 'yes' },
    });
    runtime = runtimeOf([model], { variables: { AWS_ENDPOINT_URL_SQS: 'http://queue' } });
    const seen = answer(await runtime.invoke(model.arn, '{}', { traceHeader: 'Root=1-2-3' }));
    delete process.env['JOBGATE_SECRET_OF_THE_USER'];
    expect(seen).toMatchObject({
      OWN: 'yes',
      AWS_ENDPOINT_URL_SQS: 'http://queue',
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_REGION: 'us-east-1',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: 'Root=1-2-3',
    });
    expect(seen).not.toHaveProperty('JOBGATE_SECRET_OF_THE_USER');
  });

  test('gives the context of the call and writes the function’s log', async () => {
    const code =
      'exports.handler = async (e, c) => { console.warn("seen %s", e.word); return { ...c, left: c.getRemainingTimeInMillis() } }';
    const invocation = await invoke(code, { word: 'hello' });
    const requestId = 'requestId' in invocation ? invocation.requestId : '';
    expect(answer(invocation)).toMatchObject({
      awsRequestId: requestId,
      functionName: 'tried',
      invokedFunctionArn: expect.stringContaining(':function:tried'),
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/tried',
      left: expect.any(Number),
    });
    const log = readFileSync(join(runtime.directory, 'logs', 'tried.log'), 'utf8').split('\n');
    expect(log[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(log[1]).toMatch(new RegExp(`^\\S+Z\t${requestId}\tWARN\tseen hello$`));
    expect(log[2]).toBe(`END RequestId: ${requestId}`);
    expect(log[3]).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t/,
    );
  });
});

test('versions and aliases mean the function; a function that is not there is named so', async () => {
  const model = functionModel('named', 'exports.handler = async () => 1');
  runtime = runtimeOf([model]);
  expect((await runtime.invoke(`${model.arn}:live`, '{}')).kind).toBe('answered');
  expect((await runtime.invoke(`${model.arn}-x`, '{}')).kind).toBe('unknown-function');
  for (const reference of ['named', 'named:1', '000000000000:function:named', `${model.arn}:$LATEST`])
    expect(runtime.findByReference(reference)?.name).toBe('named');
});

test('an event of more than 6 MB is refused', async () => {
  const model = functionModel('large', 'exports.handler = async () => 1');
  runtime = runtimeOf([model]);
  expect((await runtime.invoke(model.arn, JSON.stringify('x'.repeat(6_291_455)))).kind).toBe(
    'request-too-large',
  );
});
