import { AsynchronousInvoker } from '../../../local/runtime/asynchronous';
import type { Invocation } from '../../../local/runtime/invocation';
import type { FunctionModel } from '../../../local/template/model';
import { FakeClock } from '../fake-clock';
import { functionModel } from './functions';

const failure: Invocation = {
  kind: 'failed',
  requestId: 'r',
  reason: 'thrown',
  payload: '{"errorMessage":"no"}',
};
const success: Invocation = { kind: 'answered', requestId: 'r', payload: '{"done":true}' };

function started(outcomes: readonly Invocation[], more: Partial<FunctionModel> = {}) {
  const model = functionModel('f', '', more);
  const clock = new FakeClock(0);
  const calls: number[] = [];
  const delivered: { arn: string; payload: string; attributes?: object }[] = [];
  const reports: string[] = [];
  const remaining = [...outcomes];
  const asynchronous = new AsynchronousInvoker({
    invoker: {
      invoke: async () => {
        calls.push(clock.now());
        return remaining.shift() ?? success;
      },
    },
    find: () => model,
    deliver: async (arn, payload, attributes) => {
      delivered.push({ arn, payload, attributes });
    },
    clock,
    report: message => reports.push(message),
  });
  asynchronous.invoke(model.arn, '{"event":1}');
  return { clock, calls, delivered, reports };
}

test('a failed event is tried again after one and after two more minutes, then given up with a word', async () => {
  const { clock, calls, reports } = started([failure, failure, failure, failure]);
  await clock.pass(3_600_000);
  expect(calls).toEqual([0, 60_000, 180_000]);
  expect(reports).toEqual([expect.stringContaining('failed for good after 3 attempts')]);
});

test('a throttled event waits longer each time and does not count as an attempt', async () => {
  const { clock, calls, reports } = started([
    { kind: 'throttled' },
    { kind: 'throttled' },
    { kind: 'throttled' },
  ]);
  await clock.pass(60_000);
  expect(calls).toEqual([0, 1000, 3000, 7000]);
  expect(reports).toEqual([]);
});

test('an event that grew too old is given up', async () => {
  const { clock, calls } = started([failure, failure], {
    asynchronous: { maximumEventAgeSeconds: 60, onFailureArn: 'q' },
  });
  await clock.pass(3_600_000);
  expect(calls).toEqual([0, 60_000]);
});

test('the success destination gets the invocation record', async () => {
  const { clock, delivered } = started([success], { asynchronous: { onSuccessArn: 'arn:queue' } });
  await clock.pass(0);
  expect(delivered).toHaveLength(1);
  expect(JSON.parse(delivered[0]?.payload ?? '')).toMatchObject({
    version: '1.0',
    requestContext: {
      condition: 'Success',
      approximateInvokeCount: 1,
      functionArn: expect.stringMatching(/:f:\$LATEST$/),
    },
    requestPayload: { event: 1 },
    responseContext: { statusCode: 200 },
    responsePayload: { done: true },
  });
});

test('without retries the failure destination and the dead-letter queue get the event at once', async () => {
  const { clock, calls, delivered } = started([failure], {
    asynchronous: { maximumRetries: 0, onFailureArn: 'arn:failures' },
    deadLetterArn: 'arn:letters',
  });
  await clock.pass(3_600_000);
  expect(calls).toEqual([0]);
  expect(delivered.map(({ arn }) => arn)).toEqual(['arn:failures', 'arn:letters']);
  expect(JSON.parse(delivered[0]?.payload ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted' },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'no' },
  });
  expect(delivered[1]).toMatchObject({
    payload: '{"event":1}',
    attributes: { ErrorMessage: { type: 'String', value: 'no' } },
  });
});
