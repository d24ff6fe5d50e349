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
