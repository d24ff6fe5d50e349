import type { SegmentDocument } from '../../../local/gateway/trace/segments';
import type { Invocation, InvokeOptions, LambdaInvoker } from '../../../local/runtime/invocation';
import { tracedInvoker } from '../../../local/runtime/traced-invoker';
import { functionModel } from './functions';

const traceId = '1-5759e988-bd862e3fe1be46a994272793';
const incoming = (sampled: 0 | 1) => `Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=${sampled}`;

async function trace(tracing: 'Active' | 'PassThrough', header: string | undefined, outcome: Invocation) {
  const recorded: SegmentDocument[] = [];
  const passed: (string | undefined)[] = [];
  const model = functionModel('f', '', { tracing });
  const invoker = tracedInvoker({
    invoker: {
      invoke: async (_arn, _payload, options) => {
        passed.push(options?.traceHeader);
        return outcome;
      },
    },
    find: () => model,
    now: () => 1_000_000,
    record: document => recorded.push(document),
  });
  await invoker.invoke(model.arn, '{}', { traceHeader: header });
  return { recorded, passed: passed[0] ?? '' };
}

const success: Invocation = { kind: 'answered', requestId: 'r', payload: '1' };
const failure: Invocation = { kind: 'failed', requestId: 'r', reason: 'thrown', payload: '{}' };

test('a sampled call leaves the service’s and the function’s segment, and the function’s is its parent', async () => {
  const { recorded, passed } = await trace('Active', incoming(1), success);
  expect(recorded.map(({ origin, trace_id }) => [origin, trace_id])).toEqual([
    ['AWS::Lambda', traceId],
    ['AWS::Lambda::Function', traceId],
  ]);
  expect(passed).toContain(`Root=${traceId}`);
  expect(passed).toContain(`Parent=${recorded[1]?.id}`);
});

test.each<[string, 'Active' | 'PassThrough', 0 | 1]>([
  ['that the caller does not sample', 'Active', 0],
  ['of a function that passes traces through', 'PassThrough', 1],
])('a call %s leaves none, and its header goes on', async (_what, tracing, sampled) => {
  const { recorded, passed } = await trace(tracing, incoming(sampled), success);
  expect(recorded).toEqual([]);
  expect(passed).toContain(traceId);
});

test('a call without a trace begins one where the function traces', async () => {
  expect((await trace('Active', undefined, success)).recorded).toHaveLength(2);
  expect((await trace('PassThrough', undefined, success)).recorded).toEqual([]);
});

test('what the caller asked for besides goes on', async () => {
  const asked: (InvokeOptions | undefined)[] = [];
  const invoke: LambdaInvoker['invoke'] = async (_arn, _payload, options) => {
    asked.push(options);
    return success;
  };
  const onWaiting = () => undefined;
  const ports = { find: () => undefined, now: () => 0, record: () => undefined };
  await tracedInvoker({ invoker: { invoke }, ...ports }).invoke('arn', '{}', { onWaiting });
  expect(asked[0]).toMatchObject({ onWaiting });
});

test('a failed call is marked', async () => {
  const { recorded } = await trace('Active', incoming(1), failure);
  expect(recorded.every(document => document['error'] === true)).toBe(true);
});
