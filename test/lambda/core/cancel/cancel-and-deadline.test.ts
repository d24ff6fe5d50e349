import { cancelJob } from '../../../../lambda/core/cancel/cancel-job';
import { getJob } from '../../../../lambda/core/read/get-job';
import { createWorld, MINUTE } from '../world';

/** A job that stops when it is told to. */
const obedient = (job: { readonly signal: AbortSignal }) =>
  new Promise((_resolve, reject) => job.signal.addEventListener('abort', () => reject(job.signal.reason)));

test('a waiting job is cancelled at once, and its late message runs nothing', async () => {
  let ran = false;
  const world = createWorld(async () => {
    ran = true;
  });
  const job = await world.submit();
  expect(await cancelJob(world.runPorts, job)).toMatchObject({
    status: 'cancelled',
    finishedAt: world.clock.now(),
  });
  await world.work(job);
  expect(ran).toBe(false);
  expect(await world.read(job)).toMatchObject({ status: 'cancelled', claims: 0 });
});

test('a running job is asked to stop and is cancelled when its code has', async () => {
  const world = createWorld(obedient);
  const job = await world.submit();
  const working = world.work(job);
  await world.clock.pass(1_000);
  expect(await cancelJob(world.runPorts, job)).toMatchObject({ status: 'running' });
  await world.clock.pass(10_000);
  await working;
  expect(await world.read(job)).toMatchObject({ status: 'cancelled', fails: 0 });
});

test('a running job that ends well after it was asked to stop is cancelled all the same', async () => {
  const world = createWorld(
    job => new Promise(resolve => job.signal.addEventListener('abort', () => resolve('half'))),
  );
  const job = await world.submit();
  const working = world.work(job);
  await world.clock.pass(1_000);
  await cancelJob(world.runPorts, job);
  await world.clock.pass(10_000);
  await working;
  expect(await world.read(job)).toMatchObject({ status: 'cancelled' });
});

test('a finished job stays as it is', async () => {
  const world = createWorld();
  const job = await world.submit('x');
  await world.work(job);
  const done = await world.read(job);
  expect(await cancelJob(world.runPorts, job)).toEqual(done);
});

test('a job that fails just when it is cancelled is not tried again', async () => {
  const world = createWorld(async () => {
    await cancelJob(world.runPorts, { tenant: 'acme', id: 'job-1' });
    throw new Error('failed first');
  });
  const job = await world.submit();
  await world.work(job);
  expect(await world.read(job)).toMatchObject({ status: 'cancelled' });
  expect(world.queue.sent).toHaveLength(1);
});

test('a job whose worker died after it was cancelled is cancelled by the sweeper', async () => {
  const world = createWorld(() => new Promise(() => {}));
  const job = await world.submit();
  void world.work(job);
  await world.clock.pass(1_000);
  await cancelJob(world.runPorts, job);
  const { leaseUntil, dueAt } = await world.read(job);
  world.store.beforeWrite = () => {
    throw new Error('this worker is dead');
  };
  await world.clock.pass(MINUTE);
  world.store.beforeWrite = () => {};
  world.store.jobs.set('acme#job-1', { ...(await world.read(job)), leaseUntil, dueAt: dueAt! });
  expect(await world.sweep()).toMatchObject({ drop: 1 });
  expect(await world.read(job)).toMatchObject({ status: 'cancelled' });
});

describe('a deadline', () => {
  test('expires a job that waits, by the sweeper or by whoever looks first', async () => {
    const world = createWorld();
    const [swept, read] = [
      await world.submit(1, { deadlineSeconds: 10 }),
      await world.submit(2, { deadlineSeconds: 10 }),
    ];
    await world.clock.pass(10_000);
    expect(await getJob(world.runPorts, read)).toMatchObject({
      status: 'expired',
      error: { code: 'deadline_passed' },
    });
    expect(await world.sweep()).toMatchObject({ drop: 1 });
    expect(await world.read(swept)).toMatchObject({ status: 'expired' });
  });

  test('keeps a late message from running the job', async () => {
    const world = createWorld();
    const job = await world.submit(1, { deadlineSeconds: 10 });
    await world.clock.pass(10_000);
    await world.work(job);
    expect(await world.read(job)).toMatchObject({ claims: 0 });
  });

  test.each([
    ['that stops', obedient],
    ['that does not listen', () => new Promise(() => {})],
  ])('expires a running job %s', async (_what, run) => {
    const world = createWorld(run);
    const job = await world.submit(1, { deadlineSeconds: 10 });
    const working = world.work(job);
    await world.clock.pass(20_000);
    await working;
    expect(await world.read(job)).toMatchObject({ status: 'expired', fails: 0 });
  });
});

describe('a job that saves its state', () => {
  test('goes on from there in another worker when the time of this one is up, which is no failure', async () => {
    const seen: unknown[] = [];
    const world = createWorld(async job => {
      seen.push(job.saved);
      if (job.attempt === 2) return 'done';
      await job.save({ rows: 500 });
      return obedient(job);
    });
    const job = await world.submit();
    const working = world.work(job, MINUTE);
    await world.clock.pass(MINUTE);
    await working;
    expect(await world.read(job)).toMatchObject({ status: 'queued', fails: 0, releases: 1 });
    expect(world.queue.sent.at(-1)).toEqual({ message: { tenant: 'acme', id: job.id }, delayMs: 0 });
    await world.work(job);
    expect(seen).toEqual([undefined, { rows: 500 }]);
    expect(await world.read(job)).toMatchObject({ status: 'succeeded' });
    expect(await world.read(job)).not.toHaveProperty('state');
  });

  test('fails for want of time when it saved nothing in this attempt', async () => {
    const world = createWorld(obedient);
    const job = await world.submit();
    const working = world.work(job, MINUTE);
    await world.clock.pass(MINUTE);
    await working;
    expect(await world.read(job)).toMatchObject({ status: 'queued', fails: 1, error: { code: 'timed_out' } });
  });
});

test('a job that was asked to stop and went back to waiting is not begun again', async () => {
  let ran = false;
  const world = createWorld(async () => {
    ran = true;
  });
  const job = await world.submit();
  world.store.jobs.set('acme#job-1', { ...(await world.read(job)), cancelRequestedAt: world.clock.now() });
  await world.work(job);
  expect(ran).toBe(false);
  await world.clock.pass(MINUTE);
  expect(await world.sweep()).toMatchObject({ drop: 1 });
  expect(await world.read(job)).toMatchObject({ status: 'cancelled' });
});
