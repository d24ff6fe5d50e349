import { failedMessageIds } from '../../../local/services/batch-response';

const batch = [{ MessageId: 'a' }, { MessageId: 'b' }];
const failed = (response: unknown) => [...failedMessageIds(JSON.stringify(response), batch)].sort();

test.each([
  ['null', null],
  ['an object without the list', {}],
  ['an empty list', { batchItemFailures: [] }],
  ['a null list', { batchItemFailures: null }],
])('%s is success of the whole batch', (_name, response) => {
  expect(failed(response)).toEqual([]);
});

test('named messages alone have failed', () => {
  expect(failed({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['b']);
});

test.each([
  ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'z' }] }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['a wrong key', { batchItemFailures: [{ id: 'a' }] }],
  ['no list', { batchItemFailures: 'a' }],
  ['text', 'ok'],
])('%s is failure of the whole batch', (_name, response) => {
  expect(failed(response)).toEqual(['a', 'b']);
});
