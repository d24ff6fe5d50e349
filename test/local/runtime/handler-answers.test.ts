import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, functionModel, runtimeOf, type TestRuntime } from './functions';

let runtime: TestRuntime;
afterEach(() => runtime.close(0));

describe('a handler answers', () => {
  test.each<[string, string, unknown]>([
    ['by a promise', 'exports.handler = async event => ({ got: event.n })', { got: 1 }],
    ['nothing, which is null', 'exports.handler = async () => {}', null],
    ['through its callback', 'exports.handler = (e, c, done) => setImmediate(done, null, e.n + 1)', 2],
    ['through context.succeed', 'exports.handler = (e, context) => context.succeed("old")', 'old'],
    ['from a nested export', 'exports.handler = 1; exports.api = { get: async () => "nested" }', 'nested'],
  ])('%s', async (how, code, expected) => {
    const model = functionModel('tried', code, how.includes('nested') ? { handler: 'index.api.get' } : {});
    runtime = runtimeOf([model]);
    const invocation = await runtime.invoke(model.arn, '{"n":1}');
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
