import { PermanentFailure } from '../../../../lambda/core/job/job-type';
import { MAXIMUM_CLAIMS, MAXIMUM_CRASHES } from '../../../../lambda/core/job/limits';
import { failOnce } from '../fakes';
import { createWorld, MINUTE } from '../world';

/** A job that goes on until the test lets it end. */
function pausing() {
  let release: (result: unknown) => void = () => {};
  const held = new Promise(resolve => {
    release = resolve;
  });
  return { run: () => held, release };
}

describe('a job that a worker takes', () => {
  test('runs and keeps its result', async () => {
    const world = createWorld(async job => ({ twice: Number(job.input) * 2 }));
    const job = await world.submit(21);
    await world.work(job);
    expect(await world.read(job)).toMatchObject({
      status: 'succeeded',
      result: { json: '{"twice":42}' },
      claims: 1,
      fails: 0,
      progress: 1,
      finishedAt: world.clock.now(),
    });
    expect(await world.read(job)).not.toHaveProperty('dueAt');
  });

  test('keeps a large input and a large result apart from the item', async () => {
    const world = createWorld(async job => `${job.input}!`);
    const large = 'x'.repeat(200_000);
    const job = await world.submit(large);
    await world.work(job);
    const { input, result } = await world.read(job);
    expect(input).toMatchObject({ blob: expect.stringMatching(/^acme\/job-1\//), bytes: 200_002 });
    expect(world.blobs.blobs.get((result as { blob: string }).blob)?.body).toBe(JSON.stringify(`${large}!`));
  });

  test('is run once when its message comes twice', async () => {
    const runs: number[] = [];
    const world = createWorld(async job => runs.push(job.attempt));
    const job = await world.submit();
    await Promise.all([world.work(job), world.work(job)]);
    await world.work(job);
    expect(runs).toEqual([1]);
  });

  test('is claimed although the claim seemed to time out', async () => {
    const world = createWorld(async () => 'done');
    const job = await world.submit();
    world.store.afterWrite = failOnce();
    const working = world.work(job);
    await world.clock.pass(MINUTE);
    await working;
    expect(await world.read(job)).toMatchObject({ status: 'succeeded', claims: 1 });
  });

  test('keeps its lease for as long as it runs, and its progress is written', async () => {
    const { run, release } = pausing();
    const world = createWorld(async job => {
      job.progress(0.25, 'a quarter');
      return run();
    });
    const job = await world.submit();
    const working = world.work(job);
    await world.clock.pass(5 * MINUTE);
    const running = await world.read(job);
    expect(running).toMatchObject({ status: 'running', progress: 0.25, note: 'a quarter' });
    expect(running.leaseUntil).toBeGreaterThan(world.clock.now());
    expect(await world.sweep()).toMatchObject({ 'take-back': 0, resend: 0 });
    release('late');
    await working;
    expect(await world.read(job)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a worker that was paused past its lease', () => {
  test('is told to stop and writes nothing over the job of the next one', async () => {
    const first = pausing();
    let stopped: unknown;
    const world = createWorld(async job => {
      if (job.attempt > 1) return 'second';
      job.signal.addEventListener('abort', () => {
        stopped = job.signal.reason;
      });
      return first.run();
    });
    const job = await world.submit();
    world.store.beforeWrite = () => {};
    const working = world.work(job);
    await world.clock.pass(1);
    const { token: _token, ...paused } = await world.read(job);
    world.store.jobs.set('acme#job-1', { ...paused, leaseUntil: 0, status: 'queued' });
    await world.work(job);
    await world.clock.pass(MINUTE);
    first.release('first');
    await working;
    expect(stopped).toBe('lease-lost');
    expect(await world.read(job)).toMatchObject({ status: 'succeeded', result: { json: '"second"' } });
  });
});

describe('a job that fails', () => {
  test('is tried again after growing pauses, and fails for good at the fifth time', async () => {
    const world = createWorld(async () => {
      throw new Error('no such file');
    });
    const job = await world.submit();
    for (let attempt = 1; attempt <= 5; attempt++) await world.work(job);
    expect(world.queue.sent.slice(1).map(({ delayMs }) => delayMs)).toEqual([1_500, 3_000, 6_000, 12_000]);
    expect(await world.read(job)).toMatchObject({
      status: 'failed',
      fails: 5,
      error: { code: 'job_failed', message: 'no such file' },
    });
  });

  test('is not tried again when it says that this is of no use', async () => {
    const world = createWorld(async () => {
      throw new PermanentFailure('not a CSV file');
    });
    const job = await world.submit();
    await world.work(job);
    expect(await world.read(job)).toMatchObject({
      status: 'failed',
      fails: 1,
      error: { message: 'not a CSV file' },
    });
  });

  test('fails with what is known when this version has no such type', async () => {
    const world = createWorld();
    const job = await world.submit();
    world.jobTypes.clear();
    await world.work(job);
    expect(await world.read(job)).toMatchObject({ status: 'failed', error: { code: 'unknown_type' } });
  });

  test('counts an attempt that never ends as one that ran out of time, before the function is stopped', async () => {
    let reason: unknown;
    const world = createWorld(job => {
      job.signal.addEventListener('abort', () => {
        reason = job.signal.reason;
      });
      return new Promise(() => {});
    });
    const job = await world.submit();
    const working = world.work(job, MINUTE);
    await world.clock.pass(MINUTE);
    await working;
    expect(reason).toBe('time-up');
    expect(await world.read(job)).toMatchObject({ status: 'queued', fails: 1, error: { code: 'timed_out' } });
  });
});

describe('a job whose worker dies', () => {
  /** A worker that takes the job and is never heard of again. */
  async function crash(world: ReturnType<typeof createWorld>, job: Awaited<ReturnType<typeof world.submit>>) {
    void world.work(job);
    await world.clock.pass(0);
    const { store } = world;
    const { leaseUntil, dueAt } = (await world.read(job)) as { leaseUntil: number; dueAt: number };
    store.beforeWrite = () => {
      throw new Error('this worker is dead');
    };
    await world.clock.pass(MINUTE);
    store.beforeWrite = () => {};
    const now = await world.read(job);
    store.jobs.set('acme#job-1', { ...now, leaseUntil, dueAt });
  }

  test('is sent again by the sweeper, as a suspect that runs alone', async () => {
    const world = createWorld(() => new Promise(() => {}));
    const job = await world.submit();
    await crash(world, job);
    expect(await world.sweep()).toMatchObject({ 'take-back': 1 });
    expect(await world.read(job)).toMatchObject({ status: 'queued', claims: 1, fails: 0 });
    expect(world.queue.sent.at(-1)).toEqual({
      message: { tenant: 'acme', id: job.id, suspect: true },
      delayMs: 0,
    });
  });

  test('is given up with a clear error once it has brought down workers too often', async () => {
    const world = createWorld(() => new Promise(() => {}));
    const job = await world.submit();
    for (let times = 1; times <= MAXIMUM_CRASHES; times++) {
      await crash(world, job);
      await world.sweep();
    }
    const ended = await world.read(job);
    expect(ended).toMatchObject({
      status: 'failed',
      claims: MAXIMUM_CRASHES,
      error: { code: 'attempts_exhausted' },
    });
    expect(ended.error?.message).toContain('worker died 4 times');
  });

  test('is never claimed more often than the bound', async () => {
    const world = createWorld();
    const job = await world.submit();
    world.store.jobs.set('acme#job-1', {
      ...(await world.read(job)),
      claims: MAXIMUM_CLAIMS,
      releases: MAXIMUM_CLAIMS,
    });
    await world.work(job);
    expect(await world.read(job)).toMatchObject({ status: 'queued', claims: MAXIMUM_CLAIMS });
  });
});

test.each([
  ['a circle', () => Object.assign({}, { self: undefined as unknown })],
  ['a BigInt', () => ({ size: 1n })],
])('a result that JSON cannot hold fails the job at once and says so: %s', async (_, make) => {
  const world = createWorld(async () => {
    const made = make() as { self?: unknown };
    if ('self' in made) made.self = made;
    return made;
  });
  const job = await world.submit();
  await world.work(job);
  expect(await world.read(job)).toMatchObject({
    status: 'failed',
    claims: 1,
    error: {
      code: 'job_failed',
      message: expect.stringMatching(/^What the job made cannot be written as JSON: /),
    },
  });
});

test('a job may throw what cannot be made a text of', async () => {
  const world = createWorld(async () => {
    throw Object.create(null);
  });
  const job = await world.submit();
  await world.work(job);
  expect(await world.read(job)).toMatchObject({ status: 'queued', fails: 1, error: { code: 'job_failed' } });
});
