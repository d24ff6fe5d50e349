import fail from '../../../lambda/jobs/fail';
import sleep from '../../../lambda/jobs/sleep';
import { runningJob } from './running-job';

test('fail throws, with the words it is given', async () => {
  await expect(fail.run(runningJob(undefined).job)).rejects.toThrow('The job failed');
  await expect(fail.run(runningJob({ message: 'no' }).job)).rejects.toThrow('no');
  await expect(fail.run(runningJob({ mode: 'permanent' as const }).job)).rejects.toMatchObject({
    name: 'PermanentFailure',
  });
});

test('fail succeeds after as many attempts as it is told', async () => {
  const { job } = runningJob({ times: 2 });
  await expect(fail.run({ ...job, attempt: 2 })).rejects.toThrow();
  expect(await fail.run({ ...job, attempt: 3 })).toEqual({ attempts: 3 });
});

test('sleep goes on from where an earlier attempt was', async () => {
  const { job, reported } = runningJob({ seconds: 0.02 }, { saved: { step: 18 } });
  await sleep.run(job);
  expect(reported.map(([fraction]) => fraction)).toEqual([0.95, 1]);
});

test('sleep saves now and then where it is', async () => {
  const states: unknown[] = [];
  await sleep.run(runningJob({ seconds: 0.02 }, { save: async state => void states.push(state) }).job);
  expect(states).toEqual([{ step: 5 }, { step: 10 }, { step: 15 }, { step: 20 }]);
});

test('sleep reports its progress and stops when it is told to', async () => {
  const { job, reported } = runningJob({ seconds: 0.02 });
  expect(await sleep.run(job)).toEqual({ slept: 0.02 });
  expect(reported.at(-1)).toEqual([1, '0.0 of 0.02 s']);
  const controller = new AbortController();
  const long = sleep.run({ ...runningJob({ seconds: 1_000 }).job, signal: controller.signal });
  controller.abort();
  await expect(long).rejects.toMatchObject({ name: 'AbortError' });
});
