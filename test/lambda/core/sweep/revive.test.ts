import { MAXIMUM_CRASHES } from '../../../../lambda/core/job/limits';
import { reviveJob } from '../../../../lambda/core/sweep/revive';
import { createWorld } from '../world';

test('a job that the queue gave up and that still waits is sent again', async () => {
  const world = createWorld();
  const job = await world.submit();
  expect(await reviveJob(world.runPorts, job)).toBe('sent');
  expect(world.queue.sent).toHaveLength(2);
});

test('a job that may not be tried any more is failed', async () => {
  const world = createWorld();
  const job = await world.submit();
  world.store.jobs.set('acme#job-1', { ...(await world.read(job)), claims: MAXIMUM_CRASHES });
  expect(await reviveJob(world.runPorts, job)).toBe('ended');
  expect(await world.read(job)).toMatchObject({ status: 'failed', error: { code: 'attempts_exhausted' } });
});

test('a job that runs or has ended is left alone', async () => {
  const world = createWorld(() => new Promise(() => {}));
  const job = await world.submit();
  void world.work(job);
  await world.clock.pass(1);
  const running = await world.read(job);
  expect(await reviveJob(world.runPorts, job)).toBe('left');
  expect(await world.read(job)).toEqual(running);
  expect(await reviveJob(world.runPorts, { tenant: 'acme', id: 'gone' })).toBe('left');
});
