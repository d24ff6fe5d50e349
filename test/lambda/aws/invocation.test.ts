import type { Context } from 'aws-lambda';
import { lambdaHandler } from '../../../lambda/aws/invocation';

const context = {
  awsRequestId: 'r-1',
  functionName: 'worker',
  getRemainingTimeInMillis: () => 5_000,
} as Context;

function announcing() {
  const published: string[] = [];
  const ports = {
    clock: { now: () => 0, after: () => () => {} },
    beginWindow: async () => true,
    prolongWindow: async () => undefined,
    publish: async (subject: string) => {
      await new Promise(resolve => setImmediate(resolve));
      published.push(subject);
    },
  };
  return { ports, published };
}

let written: jest.SpyInstance;
beforeEach(() => {
  written = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(() => written.mockRestore());

test('an error that is thrown is logged, announced before the invocation ends, and thrown on', async () => {
  const { ports, published } = announcing();
  const handler = lambdaHandler(ports, async () => {
    throw new RangeError('planted');
  });
  await expect(handler({}, context)).rejects.toThrow('planted');
  expect(published).toEqual(['worker: RangeError']);
  expect(JSON.parse(written.mock.calls[0][0])).toMatchObject({
    requestId: 'r-1',
    error: { message: 'planted' },
  });
});

test('an error that is only logged is announced too', async () => {
  const { ports, published } = announcing();
  const handler = lambdaHandler(ports, async (_event, { log }) => {
    log.error('Something.', { error: new Error('x') });
    log.warn('Not this.', { error: new Error('y') });
    return 'answer';
  });
  expect(await handler({}, context)).toBe('answer');
  expect(published).toEqual(['worker: Error']);
});

test('a topic that is away does not fail the invocation', async () => {
  const { ports } = announcing();
  const broken = { ...ports, publish: async () => Promise.reject(new Error('away')) };
  const handler = lambdaHandler(broken, async (_event, { log }) => log.error('x', { error: new Error('y') }));
  await expect(handler({}, context)).resolves.toBeUndefined();
});
