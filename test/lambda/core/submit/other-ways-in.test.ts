import { validators } from '#generated/validators';
import { submissionReader } from '../../../../lambda/core/submit/check-input';
import { readPublication } from '../../../../lambda/core/submit/publication';
import { submitJob } from '../../../../lambda/core/submit/submit-job';
import { readTick } from '../../../../lambda/core/submit/tick';
import { createWorld } from '../world';

const readBody = submissionReader(validators.SubmitJob);
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:orders';

function publication(message: unknown, overrides: object = {}): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: 'message-1',
    TopicArn: TOPIC,
    Message: JSON.stringify(message),
    ...overrides,
  });
}

describe('a message of a topic', () => {
  test("becomes one job of the topic's tenant, however often it is delivered", async () => {
    const { submitPorts, store } = createWorld();
    const submission = readPublication(
      publication({ name: 'x', type: 'work' }),
      { [TOPIC]: 'acme' },
      readBody,
    );
    const [first, second] = [
      await submitJob(submitPorts, submission),
      await submitJob(submitPorts, submission),
    ];
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect([...store.jobs.values()]).toMatchObject([{ tenant: 'acme', name: 'x', status: 'queued' }]);
  });

  test('makes another job than a request with the same key', async () => {
    const { submitPorts, store } = createWorld();
    await submitJob(
      submitPorts,
      readPublication(publication({ name: 'x', type: 'work' }), { [TOPIC]: 'acme' }, readBody),
    );
    const body = { name: 'x', type: 'work' };
    await submitJob(submitPorts, { tenant: 'acme', body, once: { source: 'request', key: 'message-1' } });
    expect(store.jobs.size).toBe(2);
  });

  test.each([
    ['of a topic without a tenant', publication({ name: 'x' }, { TopicArn: 'other' }), 'unknown_tenant'],
    ['that is no notification', '{"name":"x"}', 'malformed_request'],
    ['that is no job', publication({ type: 'work' }), 'invalid_request'],
    ['that is no JSON', publication(undefined, { Message: 'hello' }), 'malformed_request'],
  ])('%s is refused', (_what, text, code) => {
    expect(() => readPublication(text, { [TOPIC]: 'acme' }, readBody)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('a tick of a schedule', () => {
  const tick = (scheduledTime: string) => ({
    schedule: 'nightly',
    tenant: 'acme',
    job: { name: 'x', type: 'work' },
    scheduledTime,
  });

  test('is one job, however often it fires, and the next tick another', async () => {
    const { submitPorts, store } = createWorld();
    for (const time of ['2026-11-21T01:00:00Z', '2026-11-21T01:00:00.000Z', '2026-11-22T01:00:00Z']) {
      await submitJob(submitPorts, readTick(tick(time), readBody));
    }
    expect(store.jobs.size).toBe(2);
  });

  test("may be of a caller's tenant that a token names", () => {
    const event = { ...tick('2026-11-21T01:00:00Z'), tenant: 'jwt:acme' };
    expect(readTick(event, readBody).tenant).toBe('jwt:acme');
  });

  test.each([
    ['without a time', tick('soon')],
    ['with a tenant that is none', { ...tick('2026-11-21T01:00:00Z'), tenant: '#' }],
    ['that is nothing', null],
  ])('%s is refused', (_what, event) => {
    expect(() => readTick(event, readBody)).toThrow(expect.objectContaining({ code: 'malformed_request' }));
  });
});
