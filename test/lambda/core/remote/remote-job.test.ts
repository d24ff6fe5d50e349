import { cancelJob } from '../../../../lambda/core/cancel/cancel-job';
import { type RemotePayload, readAnswer, takeAnswer } from '../../../../lambda/core/remote/remote-job';
import { createWorld, MINUTE } from '../world';

afterEach(() => jest.restoreAllMocks());

function remoteWorld(invoke?: (payload: RemotePayload) => Promise<void>) {
  const world = createWorld();
  const invoked: RemotePayload[] = [];
  world.jobTypes.set('work', {
    name: 'work',
    description: '',
    inputSchema: {},
    remote: { function: 'render', timeLimitSeconds: 600 },
  });
  Object.assign(world.remoteFunctions, {
    invoke: async (_name: string, payload: RemotePayload) => {
      invoked.push(payload);
      await invoke?.(payload);
    },
  });
  const answer = (payload: RemotePayload | undefined, condition: string, responsePayload: unknown) =>
    takeAnswer(
      world.runPorts,
      readAnswer({ requestContext: { condition }, requestPayload: payload, responsePayload }),
    );
  return { world, invoked, answer };
}

test('a remote job is given to its function, runs without a worker, and takes the answer as its result', async () => {
  const { world, invoked, answer } = remoteWorld();
  const job = await world.submit({ pages: 3 });
  await world.work(job);
  expect(invoked).toEqual([
    { jobId: job.id, tenant: 'acme', attempt: 1, token: expect.any(String), input: { pages: 3 } },
  ]);
  await world.clock.pass(9 * MINUTE);
  expect(await world.sweep()).toMatchObject({ 'take-back': 0 });
  await answer(invoked[0], 'Success', { rendered: true });
  expect(await world.read(job)).toMatchObject({ status: 'succeeded', result: { json: '{"rendered":true}' } });
});

test('a large input is linked', async () => {
  const { world, invoked } = remoteWorld();
  await world.work(await world.submit('x'.repeat(200_000)));
  expect(invoked[0]).toMatchObject({ inputUrl: expect.stringContaining('https://blobs.test/acme/') });
  expect(invoked[0]).not.toHaveProperty('input');
});

test('a function that failed fails the attempt, and the job is tried again', async () => {
  const { world, invoked, answer } = remoteWorld();
  const job = await world.submit();
  await world.work(job);
  await answer(invoked[0], 'RetriesExhausted', { errorMessage: 'out of ink' });
  expect(await world.read(job)).toMatchObject({
    status: 'queued',
    fails: 1,
    error: { message: 'The remote function failed (RetriesExhausted): out of ink' },
  });
});

test('a function that cannot be invoked fails the attempt, and the log says why', async () => {
  const error = new Error('no such function');
  const { world } = remoteWorld(async () => {
    throw error;
  });
  const warn = jest.spyOn(world.log, 'warn');
  const job = await world.submit();
  await world.work(job);
  expect(warn).toHaveBeenCalledWith('A remote function could not be invoked.', { jobId: job.id, error });
  expect(await world.read(job)).toMatchObject({
    status: 'queued',
    fails: 1,
    error: { code: 'remote_unavailable' },
  });
});

test('an input that cannot be read fails the attempt, and is not put down to the function', async () => {
  const { world, invoked } = remoteWorld();
  const warn = jest.spyOn(world.log, 'warn');
  const job = await world.submit();
  world.store.jobs.set(`${job.tenant}#${job.id}`, { ...job, input: { json: '{' } });
  await world.work(job);
  expect(invoked).toEqual([]);
  expect(await world.read(job)).toMatchObject({ status: 'queued', fails: 1, error: { code: 'job_failed' } });
  expect(warn).toHaveBeenCalledWith('A job failed.', expect.objectContaining({ jobId: job.id }));
});

test('an answer that comes after the time limit, or twice, changes nothing', async () => {
  const { world, invoked, answer } = remoteWorld();
  const job = await world.submit();
  await world.work(job);
  await world.clock.pass(11 * MINUTE);
  expect(await world.sweep()).toMatchObject({ 'take-back': 1 });
  await answer(invoked[0], 'Success', 'late');
  expect(await world.read(job)).toMatchObject({ status: 'queued' });
  await world.work(job);
  await answer(invoked[1], 'Success', 'first');
  await answer(invoked[1], 'Success', 'second');
  expect(await world.read(job)).toMatchObject({ status: 'succeeded', result: { json: '"first"' } });
});

test('an answer that comes before the invocation is confirmed is taken', async () => {
  const { world, answer } = remoteWorld(payload => answer(payload, 'Success', 'quick'));
  const job = await world.submit();
  await world.work(job);
  expect(await world.read(job)).toMatchObject({ status: 'succeeded', result: { json: '"quick"' } });
});

test('a remote job that was cancelled is cancelled when its function has stopped', async () => {
  const { world, invoked, answer } = remoteWorld();
  const job = await world.submit();
  await world.work(job);
  expect(await cancelJob(world.runPorts, job)).toMatchObject({ status: 'running' });
  await answer(invoked[0], 'Success', 'done anyway');
  expect(await world.read(job)).toMatchObject({ status: 'cancelled' });
});

test.each([[null], [{}], [{ requestPayload: { jobId: 'x' } }]])('%j is no answer of a remote job', record => {
  expect(() => readAnswer(record)).toThrow('not of a remote job');
});
