import type { SQSRecord } from 'aws-lambda';
import { runBatch } from '../../../lambda/aws/batch';
import type { JobMessage } from '../../../lambda/core/ports';
import { silentLog } from '../core/fakes';

function records(...bodies: (JobMessage | string)[]): SQSRecord[] {
  return bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })) as SQSRecord[];
}

test('one message that cannot be handled comes again alone', async () => {
  const ran: string[] = [];
  const batch = records({ tenant: 'a', id: 'good' }, { tenant: 'a', id: 'bad' }, 'garbage');
  const response = await runBatch(batch, silentLog, async ({ id }) => {
    if (id === 'bad') throw new Error('planted');
    ran.push(id);
  });
  expect(ran).toEqual(['good']);
  expect(response.batchItemFailures.map(item => item.itemIdentifier).sort()).toEqual([
    'message-1',
    'message-2',
  ]);
});

test('jobs that may bring the worker down run after the others, one at a time', async () => {
  const events: string[] = [];
  const suspect = (id: string): JobMessage => ({ tenant: 'a', id, suspect: true });
  await runBatch(
    records(suspect('x'), { tenant: 'a', id: 'one' }, suspect('y'), { tenant: 'a', id: 'two' }),
    silentLog,
    async ({ id }) => {
      events.push(`begin ${id}`);
      await new Promise(resolve => setImmediate(resolve));
      events.push(`end ${id}`);
    },
  );
  expect(events).toEqual([
    'begin one',
    'begin two',
    'end one',
    'end two',
    'begin x',
    'end x',
    'begin y',
    'end y',
  ]);
});
