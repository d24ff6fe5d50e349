import { commit } from '../../../../lambda/core/job/commit';
import { askToStop } from '../../../../lambda/core/job/lifecycle';
import { Unavailable } from '../../../../lambda/core/ports';
import { createWorld, MINUTE } from '../world';

async function running() {
  const world = createWorld(() => new Promise(() => {}));
  const job = await world.submit();
  void world.work(job);
  await world.clock.pass(1);
  return { world, job };
}

test('a write that keeps failing is given up after a few tries', async () => {
  const { world, job } = await running();
  let tries = 0;
  world.store.beforeWrite = () => {
    tries += 1;
    throw new Unavailable('planted');
  };
  const committing = commit(world.runPorts, job, askToStop(world.clock.now()));
  const failed = expect(committing).rejects.toBeInstanceOf(Unavailable);
  for (let second = 0; second < 10; second++) await world.clock.pass(400);
  await failed;
  expect(tries).toBe(5);
});

test('an error that no retry can mend is not tried again', async () => {
  const { world, job } = await running();
  let tries = 0;
  world.store.beforeWrite = () => {
    tries += 1;
    throw new TypeError('planted');
  };
  await expect(commit(world.runPorts, job, askToStop(0))).rejects.toThrow(TypeError);
  expect(tries).toBe(1);
});

test('a refusal is believed when the job shows no sign of the write', async () => {
  const world = createWorld();
  const job = await world.submit();
  expect(await commit(world.runPorts, job, askToStop(0))).toBeUndefined();
  await world.clock.pass(MINUTE);
});
