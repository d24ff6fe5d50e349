import { submitJob } from '../../../../lambda/core/submit/submit-job';
import { failOnce } from '../fakes';
import { createWorld, MINUTE } from '../world';

test('a submitted job waits with a promise to look at it again, and its message is sent', async () => {
  const world = createWorld();
  const job = await world.submit({ a: 1 });
  expect(await world.read(job)).toMatchObject({
    tenant: 'acme',
    status: 'queued',
    input: { json: '{"a":1}' },
    dueAt: world.clock.now() + MINUTE,
  });
  expect(world.queue.sent).toEqual([{ message: { tenant: 'acme', id: job.id }, delayMs: 0 }]);
});

test('a job is accepted although the queue is away', async () => {
  const world = createWorld();
  world.queue.broken = true;
  const job = await world.submit();
  expect(await world.read(job)).toMatchObject({ status: 'queued' });
});

test('a put that was applied and seemed to time out makes one job', async () => {
  const world = createWorld();
  world.store.afterWrite = failOnce();
  const submitting = world.submit();
  await world.clock.pass(MINUTE);
  await submitting;
  expect(world.store.jobs.size).toBe(1);
});

test('an unknown type is refused with the known ones', async () => {
  const { submitPorts } = createWorld();
  await expect(
    submitJob(submitPorts, { tenant: 'acme', body: { name: 'x', type: 'nope' } }),
  ).rejects.toMatchObject({
    code: 'invalid_request',
    errors: [{ field: 'type', detail: 'is "nope"; known are work' }],
  });
});
