import { sweep } from '../../../../lambda/core/sweep/sweep';
import { createWorld, MINUTE } from '../world';

test('a job whose message was lost is sent again, and each time after twice as long', async () => {
  const world = createWorld();
  world.queue.broken = true;
  const job = await world.submit();
  world.queue.broken = false;
  const sentAfter: number[] = [];
  for (let minute = 1; minute <= 16; minute++) {
    await world.clock.pass(MINUTE);
    if ((await world.sweep()).resend === 1) sentAfter.push(minute);
  }
  expect(sentAfter).toEqual([1, 3, 7, 15]);
  expect(world.queue.sent.every(({ message }) => message.id === job.id)).toBe(true);
});

test('a job that is not due is left alone', async () => {
  const world = createWorld();
  await world.submit();
  await world.clock.pass(MINUTE - 1);
  expect(await world.sweep()).toEqual({
    resend: 0,
    'take-back': 0,
    'give-up': 0,
    drop: 0,
    remind: 0,
    skipped: 0,
  });
});

test('one sweep does no more than its budget', async () => {
  const world = createWorld();
  for (let count = 0; count < 30; count++) await world.submit();
  await world.clock.pass(MINUTE);
  const counts = await sweep(world.runPorts, { jobs: 80, until: world.clock.now() + MINUTE });
  expect(counts.resend).toBe(10);
});

test('two sweeps at once send a job once', async () => {
  const world = createWorld();
  await world.submit();
  world.queue.sent.length = 0;
  await world.clock.pass(MINUTE);
  await Promise.all([world.sweep(), world.sweep()]);
  expect(world.queue.sent).toHaveLength(1);
});

test('a job that workers took as often as they may is given up, and says so', async () => {
  const world = createWorld();
  const job = await world.submit();
  world.store.jobs.set('acme#job-1', { ...(await world.read(job)), claims: 20, releases: 20 });
  await world.clock.pass(MINUTE);
  expect(await world.sweep()).toMatchObject({ 'give-up': 1 });
  expect((await world.read(job)).error?.message).toContain('took this job 20 times');
});

test('a job that cannot be handled does not keep the sweep from the others', async () => {
  const world = createWorld();
  await world.submit();
  await world.submit();
  await world.clock.pass(MINUTE);
  let writes = 0;
  world.store.beforeWrite = () => {
    if (++writes === 1) throw new Error('planted');
  };
  expect(await world.sweep()).toMatchObject({ resend: 1, skipped: 1 });
});
