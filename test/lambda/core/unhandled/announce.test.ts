import { type Announcement, announce, withoutSecrets } from '../../../../lambda/core/unhandled/announce';
import { ManualClock } from '../fakes';

/** As long as CloudFormation and Lambda make them. */
const functionName = 'Jobgate-dev-Api-JobsRemoteResultsFunctionE35B21F0-pW3kQ9sT1vXz';
const requestId = 'b3b8d5b2-6c1e-4f5a-9c57-0d9a1f3f1c11';

function announcing() {
  const clock = new ManualClock();
  const windows = new Map<string, number>();
  const published: { subject: string; text: string }[] = [];
  const ports = {
    clock,
    beginWindow: async (cause: string, until: number) => {
      if ((windows.get(cause) ?? 0) > clock.now()) return false;
      windows.set(cause, until);
      return true;
    },
    prolongWindow: async (cause: string, until: number) => void windows.set(cause, until),
    publish: async (subject: string, text: string) => void published.push({ subject, text }),
  };
  const about = (error: Error): Announcement => ({
    functionName,
    requestId,
    message: 'No answer.',
    error,
  });
  return { clock, ports, published, announce: (error: Error) => announce(ports, about(error)) };
}

function errorAt(place: string, words: string): Error {
  return Object.assign(new TypeError(words), {
    stack: `TypeError: ${words}\n    at ${place} (/var/task/api.js:1:2)`,
  });
}

test('an announcement that could not be published silences its cause for no more than a minute', async () => {
  const { announce, clock, ports, published } = announcing();
  const { publish } = ports;
  ports.publish = async () => {
    throw new Error('planted');
  };
  await expect(announce(errorAt('read', 'no job'))).rejects.toThrow('planted');
  ports.publish = publish;
  await clock.pass(60_000);
  await announce(errorAt('read', 'no job'));
  expect(published).toHaveLength(1);
});

test('an error is announced with its request and stack', async () => {
  const { announce, published } = announcing();
  await announce(errorAt('read', 'x is not a function'));
  expect(published).toEqual([
    {
      subject: `${functionName}: TypeError`,
      text: expect.stringMatching(
        new RegExp(`^${functionName} met[^]*Request: ${requestId}\n[^]*at read \\(`),
      ),
    },
  ]);
});

test('one cause is announced once in an hour, whatever ids its words hold', async () => {
  const { announce, published, clock } = announcing();
  await announce(errorAt('read', 'no job 17 of 01K9ZC3V7M4Q8T2N6R0XWBYHJD'));
  await announce(errorAt('read', 'no job 18 of 01K9ZC3V7M4Q8T2N6R0XWBYHJE'));
  expect(published).toHaveLength(1);
  await announce(errorAt('write', 'no job 17'));
  expect(published).toHaveLength(2);
  await clock.pass(3_600_000);
  await announce(errorAt('read', 'no job 19 of 01K9ZC3V7M4Q8T2N6R0XWBYHJF'));
  expect(published).toHaveLength(3);
});

test.each([
  ['x-api-key: Abc123', 'Abc123'],
  ['{"authorization":"Basic dXNlcg=="}', 'dXNlcg'],
  ['Bearer abc.def.ghi', 'abc.def.ghi'],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'MfKQ'],
  ['https://s3/x?X-Amz-Signature=0123abcd&y=1', '0123abcd'],
  ['key AKIAIOSFODNN7EXAMPLE', 'AKIA'],
  ['value aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z', 'aB3d'],
])('%s loses its secret', (text, secret) => {
  expect(withoutSecrets(text)).not.toContain(secret);
});

test('paths and words of a stack stay', () => {
  const stack =
    'TypeError: Cannot read properties of undefined (reading length)\n    at parse (/var/task/worker.js:12:345)';
  expect(withoutSecrets(stack)).toBe(stack);
});
