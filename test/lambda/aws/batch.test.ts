import type { SQSRecord } from 'aws-lambda';
import { handleJobs, runBatch } from '../../../lambda/aws/batch';
import type { JobMessage } from '../../../lambda/core/ports';
import { silentLog } from '../core/fakes';

function records(...bodies: (JobMessage | string)[]): SQSRecord[] {
  return bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })) as SQSRecord[];
}

const job = (id: string): JobMessage => ({ tenant: 'a', id });
const suspect = (id: string): JobMessage => ({ tenant: 'a', id, suspect: true });

function recording(hasTime = true) {
  const events: string[] = [];
  return {
    events,
    run: async ({ id }: JobMessage) => {
      events.push(`begin ${id}`);
      await new Promise(resolve => setImmediate(resolve));
      events.push(`end ${id}`);
    },
    sendAgain: async ({ id }: JobMessage) => void events.push(`again ${id}`),
    hasTime: () => hasTime,
  };
}

test('one message that cannot be handled comes again alone', async () => {
  const ran: string[] = [];
  const response = await handleJobs(
    records(job('good'), job('bad'), 'garbage'),
    silentLog,
    async ({ id }) => {
      if (id === 'bad') throw new Error('planted');
      ran.push(id);
    },
  );
  expect(ran).toEqual(['good']);
  expect(response.batchItemFailures.map(item => item.itemIdentifier)).toEqual(['message-1', 'message-2']);
});

test('a job that may bring the worker down runs when the others are done', async () => {
  const batch = recording();
  await runBatch(records(suspect('x'), job('one'), job('two')), silentLog, batch);
  expect(batch.events).toEqual(['begin one', 'begin two', 'end one', 'end two', 'begin x', 'end x']);
});

test('of several such jobs one runs, and the others come again in other batches', async () => {
  const batch = recording();
  await runBatch(records(suspect('x'), suspect('y'), suspect('z')), silentLog, batch);
  expect(batch.events).toEqual(['again y', 'again z', 'begin x', 'end x']);
});

test('such a job comes again when the others have taken the time that it may need', async () => {
  const batch = recording(false);
  await runBatch(records(job('slow'), suspect('x')), silentLog, batch);
  expect(batch.events).toEqual(['begin slow', 'end slow', 'again x']);
});
