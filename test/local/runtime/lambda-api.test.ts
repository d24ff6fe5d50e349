import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { systemClock } from '../../../local/clock';
import { AsynchronousInvoker } from '../../../local/runtime/asynchronous';
import type { Invocation } from '../../../local/runtime/invocation';
import { type LambdaApi, startLambdaApi } from '../../../local/runtime/lambda-api';
import { functionModel } from './functions';

const model = functionModel('f', '');
const invoked: string[] = [];
let outcome: Invocation;
let api: LambdaApi;
let lambda: LambdaClient;

beforeAll(async () => {
  const invoker = {
    invoke: async (_arn: string, payload: string) => {
      invoked.push(payload);
      return outcome;
    },
  };
  const asynchronous = new AsynchronousInvoker({
    invoker,
    find: () => model,
    deliver: async () => undefined,
    clock: systemClock,
    report: () => undefined,
  });
  api = await startLambdaApi(() => ({
    invoker,
    asynchronous,
    find: reference => (reference === 'f' ? model : undefined),
    control: target => (target === '/usageplans' ? { item: [] } : undefined),
  }));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  lambda = new LambdaClient({ endpoint: api.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
beforeEach(() => {
  invoked.length = 0;
  outcome = { kind: 'answered', requestId: 'r', payload: '{"n":1}' };
});
afterAll(() => api.close());

const invoke = (FunctionName: string, InvocationType?: 'Event' | 'DryRun', Payload = '{"event":1}') =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload }));

test('an SDK client gets the answer of a function', async () => {
  const { StatusCode, FunctionError, Payload } = await invoke('f');
  expect([StatusCode, FunctionError, Payload?.transformToString()]).toEqual([200, undefined, '{"n":1}']);
  expect(invoked).toEqual(['{"event":1}']);
});

test('a failure of the function is an answer marked so', async () => {
  outcome = { kind: 'failed', requestId: 'r', reason: 'thrown', payload: '{"errorType":"Error"}' };
  const { StatusCode, FunctionError, Payload } = await invoke('f');
  expect([StatusCode, FunctionError, Payload?.transformToString()]).toEqual([
    200,
    'Unhandled',
    '{"errorType":"Error"}',
  ]);
});

test('an event is accepted before the function ran', async () => {
  expect((await invoke('f', 'Event')).StatusCode).toBe(202);
  expect(invoked).toEqual(['{"event":1}']);
});

test('a dry run invokes nothing', async () => {
  expect((await invoke('f', 'DryRun')).StatusCode).toBe(204);
  expect(invoked).toEqual([]);
});

test.each<[Invocation['kind'], string]>([
  ['throttled', 'TooManyRequestsException'],
  ['request-too-large', 'RequestTooLargeException'],
])('%s is refused as %s', async (kind, name) => {
  outcome = { kind } as Invocation;
  await expect(invoke('f')).rejects.toMatchObject({ name });
});

test('an unknown function and a payload that is no JSON are refused as Lambda does', async () => {
  await expect(invoke('g')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(invoke('f', undefined, '{')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
});

test('the control plane answers what it knows, and any other service is told that it is not served', async () => {
  expect(await (await fetch(`${api.url}/usageplans`)).json()).toEqual({ item: [] });
  const other = await fetch(api.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
  });
  expect(other.status).toBe(501);
  expect(await other.json()).toMatchObject({
    message: 'A local run does not serve secretsmanager.GetSecretValue.',
  });
});
