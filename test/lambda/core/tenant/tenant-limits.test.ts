import { runJob } from '../../../../lambda/core/run/run-job';
import { createWorld, MINUTE } from '../world';

function limited(limits: { unfinished?: number; running?: number }, run?: Parameters<typeof createWorld>[0]) {
  const world = createWorld(run);
  const limitsOf = () => limits;
  Object.assign(world.submitPorts, { limitsOf });
  Object.assign(world.runPorts, { limitsOf });
  return world;
}

test('a tenant at its limit is told after how many seconds a place came free lately', async () => {
  const world = limited({ unfinished: 2 });
  const [first, second] = [await world.submit(), await world.submit()];
  await expect(world.submit()).rejects.toMatchObject({ code: 'too_many_jobs', retryAfterSeconds: 1 });
  await world.work(first);
  await world.clock.pass(7_000);
  await world.submit();
  await world.work(second);
  await world.submit();
  await expect(world.submit()).rejects.toMatchObject({ code: 'too_many_jobs', retryAfterSeconds: 7 });
});

test('a place that a crash left taken is found and given away', async () => {
  const world = limited({ unfinished: 1 });
  const job = await world.submit();
  const free = world.places.free;
  Object.assign(world.places, {
    free: async () => {
      throw new Error('planted');
    },
  });
  await world.work(job);
  Object.assign(world.places, { free });
  await expect(world.submit()).resolves.toMatchObject({ status: 'queued' });
});

test('a place whose job was never stored is given away after a while', async () => {
  const world = limited({ unfinished: 1 });
  world.store.beforeWrite = () => {
    throw new Error('planted');
  };
  await expect(world.submit()).rejects.toThrow('planted');
  world.store.beforeWrite = () => {};
  await expect(world.submit()).rejects.toMatchObject({ code: 'too_many_jobs' });
  await world.clock.pass(3 * MINUTE);
  await expect(world.submit()).resolves.toMatchObject({ status: 'queued' });
});

test('a job above the running limit waits on at no cost, and runs when a place is free', async () => {
  let release = (_value: unknown) => {};
  const world = limited({ running: 1 }, job =>
    job.input === 'long'
      ? new Promise(resolve => {
          release = resolve;
        })
      : Promise.resolve('quick'),
  );
  const [long, quick] = [await world.submit('long'), await world.submit('quick')];
  const working = world.work(long);
  await world.clock.pass(1);
  await world.work(quick);
  expect(await world.read(quick)).toMatchObject({ status: 'queued', claims: 0, fails: 0, releases: 0 });
  expect(world.queue.sent.at(-1)).toMatchObject({ message: { id: quick.id }, delayMs: expect.any(Number) });
  release('done');
  await working;
  await world.work(quick);
  expect(await world.read(quick)).toMatchObject({ status: 'succeeded' });
});

test('a job that waits for a place says nothing of how fast places come free', async () => {
  const world = limited({ running: 1 }, () => new Promise(() => {}));
  const [long, waiting] = [await world.submit(), await world.submit()];
  void world.work(long);
  await world.clock.pass(1);
  const before = await world.places.read('acme', 'running');
  await world.work(waiting);
  await world.clock.pass(1_000);
  await world.work(waiting);
  expect(await world.read(waiting)).toMatchObject({ status: 'queued', claims: 0 });
  expect(await world.places.read('acme', 'running')).toEqual(before);
});

test('a forgotten place is found though another cannot be looked at', async () => {
  const world = limited({ unfinished: 2 });
  const [lost, unknown] = [await world.submit(), await world.submit()];
  world.store.jobs.delete(`acme#${lost.id}`);
  const get = world.store.get;
  Object.assign(world.store, {
    get: async (key: typeof lost) => {
      if (key.id === unknown.id) throw new Error('planted');
      return get(key);
    },
  });
  await world.clock.pass(3 * MINUTE);
  await expect(world.submit()).resolves.toMatchObject({ status: 'queued' });
});

test('of two messages of a job that waits for a place, one comes again', async () => {
  const world = limited({ running: 1 }, () => new Promise(() => {}));
  const [long, waiting] = [await world.submit(), await world.submit()];
  void world.work(long);
  for (let freed = 0; freed < 2; freed++) {
    await world.clock.pass(20_000);
    await world.places.free('acme', 'running', [], world.clock.now());
  }
  const sent = world.queue.sent.length;
  await world.work(waiting);
  await world.work(waiting);
  expect(world.queue.sent).toHaveLength(sent + 1);
});

test('a job that lost the last place to another between the look and the claim waits on at no cost', async () => {
  const world = limited({ running: 1 });
  const job = await world.submit();
  Object.assign(world.places, { take: async () => false });
  await world.work(job);
  expect(await world.read(job)).toMatchObject({ status: 'queued', claims: 0, fails: 0, releases: 0 });
  expect(world.queue.sent.at(-1)).toMatchObject({ message: { id: job.id }, delayMs: expect.any(Number) });
});

test('a job under suspicion stays so while it waits for a place', async () => {
  const world = limited({ running: 1 }, () => new Promise(() => {}));
  const [long, waiting] = [await world.submit(), await world.submit()];
  void world.work(long);
  await world.clock.pass(1);
  await runJob(world.runPorts, { ...waiting, suspect: true }, world.clock.now() + MINUTE);
  expect(world.queue.sent.at(-1)?.message).toMatchObject({ id: waiting.id, suspect: true });
});
