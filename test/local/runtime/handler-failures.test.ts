import type { Invocation } from '../../../local/runtime/invocation';
import type { FunctionModel } from '../../../local/template/model';
import { answer, functionModel, runtimeOf, type TestRuntime } from './functions';

let runtime: TestRuntime;
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
