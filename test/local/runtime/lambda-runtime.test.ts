import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, functionModel, runtimeOf, type TestRuntime } from './functions';

let runtime: TestRuntime;
afterEach(() => runtime.close(0));

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
    const model = functionModel('tried', code);
    runtime = runtimeOf([model]);
    const invocation = await runtime.invoke(model.arn, '{"word":"hello"}');
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
