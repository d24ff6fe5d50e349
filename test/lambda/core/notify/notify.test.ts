import { Webhook } from 'standardwebhooks';
import type { JobRecord } from '../../../../lambda/core/job/job-record';
import { NOTIFY_PAUSES_MS, SECRET_OVERLAP_MS } from '../../../../lambda/core/job/limits';
import {
  type CallbackSecret,
  currentSecrets,
  replaceSecret,
} from '../../../../lambda/core/notify/callback-secrets';
import { type CallbackAnswer, type NotifyPorts, notify } from '../../../../lambda/core/notify/notify';
import { Unavailable } from '../../../../lambda/core/ports';
import { runJob } from '../../../../lambda/core/run/run-job';
import { failOnce } from '../fakes';
import { createWorld, MINUTE } from '../world';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

function notifying(answer: (attempt: number) => CallbackAnswer = () => ({ status: 204 })) {
  const world = createWorld(async () => 42);
  Object.assign(world.policy, { publishes: true });
  const posts: { url: string; headers: Readonly<Record<string, string>>; body: string }[] = [];
  const publications: { tenant: string; status: string }[] = [];
  const ports: NotifyPorts = {
    ...world.runPorts,
    topic: { publish: async (job, tenant) => void publications.push({ tenant, status: job.status }) },
    callbacks: {
      post: async (url, headers, body) => {
        posts.push({ url, headers, body });
        return answer(posts.length);
      },
    },
    secrets: { current: async () => [SECRET] },
  };
  const finish = async (callbackUrl?: string) => {
    const job = await world.submit(undefined, callbackUrl === undefined ? {} : { callbackUrl });
    await world.work(job);
    return job;
  };
  return { world, ports, posts, publications, finish };
}

test('the end of a job is published, after which nothing is due any more', async () => {
  const { world, ports, publications, finish } = notifying();
  const job = await finish();
  expect(world.notifications.sent).toEqual([{ message: { tenant: 'acme', id: job.id }, delayMs: 0 }]);
  expect(await world.read(job)).toMatchObject({
    status: 'succeeded',
    notify: 'pending',
    dueAt: expect.any(Number),
  });
  await notify(ports, job);
  await notify(ports, job);
  expect(publications).toEqual([{ tenant: 'acme', status: 'succeeded' }]);
  expect(await world.read(job)).toMatchObject({ notify: 'done' });
  expect(await world.read(job)).not.toHaveProperty('dueAt');
});

test('a callback is signed so that the standard library accepts it, and not when it was changed', async () => {
  const { world, ports, posts, finish } = notifying();
  const job = await finish('https://example.com/hook');
  await world.clock.pass(1_234);
  jest.useFakeTimers({ now: world.clock.now(), doNotFake: ['setImmediate', 'nextTick'] });
  try {
    await notify(ports, job);
    const [{ headers, body, url }] = posts as [(typeof posts)[0]];
    expect(url).toBe('https://example.com/hook');
    const webhook = new Webhook(SECRET);
    expect(webhook.verify(body, { ...headers })).toMatchObject({
      type: 'job.succeeded',
      data: { id: job.id, status: 'succeeded', result: 42 },
    });
    expect(() => webhook.verify(body.replace('42', '43'), { ...headers })).toThrow();
  } finally {
    jest.useRealTimers();
  }
  expect(await world.read(job)).toMatchObject({ notify: 'done', deliveries: [{ status: 204 }] });
});

test('a callback that is not taken is tried over about a day with the same id, then given up', async () => {
  const { world, ports, posts, publications, finish } = notifying(attempt =>
    attempt % 2 ? { status: 503 } : { error: 'no answer' },
  );
  const job = await finish('https://example.com/hook');
  const begun = world.clock.now();
  await notify(ports, job);
  while ((await world.read(job)).notify === 'pending') {
    const { dueAt } = await world.read(job);
    await world.clock.pass(dueAt! - world.clock.now());
    expect(await world.sweep()).toMatchObject({ remind: 1 });
    await notify(ports, job);
  }
  expect(posts).toHaveLength(NOTIFY_PAUSES_MS.length + 1);
  expect(new Set(posts.map(post => post.headers['webhook-id'])).size).toBe(1);
  expect((world.clock.now() - begun) / (60 * MINUTE)).toBeGreaterThan(22);
  expect(publications).toHaveLength(1);
  const { notify: status, deliveries } = await world.read(job);
  expect({ status, tries: deliveries?.length }).toEqual({ status: 'failed', tries: posts.length });
});

test('a receiver that says 410 is asked no more', async () => {
  const { world, ports, finish } = notifying(() => ({ status: 410 }));
  const job = await finish('https://example.com/hook');
  await notify(ports, job);
  expect(await world.read(job)).toMatchObject({ notify: 'failed', deliveries: [{ status: 410 }] });
});

test('a redirect is not an acceptance', async () => {
  const { world, ports, finish } = notifying(() => ({ status: 302 }));
  const job = await finish('https://example.com/hook');
  await notify(ports, job);
  expect(await world.read(job)).toMatchObject({ notify: 'pending', tellings: 1 });
});

test('a notification whose message was lost is sent again by the sweeper', async () => {
  const { world, finish } = notifying();
  world.notifications.broken = true;
  const job = await finish();
  world.notifications.broken = false;
  await world.clock.pass(MINUTE);
  expect(await world.sweep()).toMatchObject({ remind: 1 });
  expect(world.notifications.sent).toMatchObject([{ message: { id: job.id } }]);
});

test('a topic that is away makes the message come again', async () => {
  const { ports, finish } = notifying();
  const job = await finish();
  const publish = ports.topic.publish;
  const fail = failOnce();
  Object.assign(ports.topic, {
    publish: async (...args: Parameters<typeof publish>) => {
      fail();
      return publish(...args);
    },
  });
  await expect(notify(ports, job)).rejects.toMatchObject({ name: 'Unavailable' });
  await notify(ports, job);
});

describe('a worker that knows the topic', () => {
  const runWith = ({ world, ports }: ReturnType<typeof notifying>, job: JobRecord) =>
    runJob({ ...world.runPorts, topic: ports.topic }, job, world.clock.now() + MINUTE);

  test('publishes the end itself where nobody is to be called, and nothing is due any more', async () => {
    const told = notifying();
    const job = await told.world.submit();
    await runWith(told, job);
    expect(told.publications).toEqual([{ tenant: 'acme', status: 'succeeded' }]);
    expect(told.world.notifications.sent).toEqual([]);
    expect(await told.world.read(job)).toMatchObject({ status: 'succeeded', notify: 'done' });
    expect(await told.world.read(job)).not.toHaveProperty('dueAt');
  });

  test('leaves jobs with a callback to the notifier', async () => {
    const told = notifying();
    const job = await told.world.submit(undefined, { callbackUrl: 'https://example.com/hook' });
    await runWith(told, job);
    expect(told.publications).toEqual([]);
    expect(told.world.notifications.sent).toMatchObject([{ message: { id: job.id } }]);
  });

  test('finishes the job when the topic is away, and the sweeper has it published later', async () => {
    const told = notifying();
    const job = await told.world.submit();
    const topic = { publish: () => Promise.reject(new Unavailable('away')) };
    await runWith({ ...told, ports: { ...told.ports, topic } }, job);
    expect(await told.world.read(job)).toMatchObject({ status: 'succeeded', notify: 'pending' });
    await told.world.clock.pass(2 * MINUTE);
    expect(await told.world.sweep()).toMatchObject({ remind: 1 });
    await notify(told.ports, job);
    expect(told.publications).toEqual([{ tenant: 'acme', status: 'succeeded' }]);
  });
});

test('a message about a job that has not ended says nothing', async () => {
  const { world, ports, publications } = notifying();
  await notify(ports, await world.submit());
  expect(publications).toEqual([]);
});

describe('callback secrets', () => {
  function secretPorts() {
    const { clock } = createWorld();
    let held: { secrets: readonly CallbackSecret[]; version: number } = { secrets: [], version: 0 };
    let made = 0;
    return {
      clock,
      newSecret: () => `secret-${++made}`,
      secretStore: {
        read: async () => held,
        write: async (_tenant: string, secrets: readonly CallbackSecret[], version: number) => {
          if (version !== held.version) return false;
          held = { secrets, version: version + 1 };
          return true;
        },
      },
    };
  }

  test('are made once, however many ask at once', async () => {
    const ports = secretPorts();
    const found = await Promise.all([currentSecrets(ports, 'acme'), currentSecrets(ports, 'acme')]);
    expect(found[0]).toEqual(found[1]);
  });

  test('overlap for a day when one is replaced', async () => {
    const ports = secretPorts();
    const names = async () => (await currentSecrets(ports, 'acme')).map(({ secret }) => secret);
    expect(await names()).toEqual(['whsec_secret-1']);
    await replaceSecret(ports, 'acme');
    await ports.clock.pass(SECRET_OVERLAP_MS - 1);
    expect(await names()).toEqual(['whsec_secret-2', 'whsec_secret-1']);
    await ports.clock.pass(1);
    expect(await names()).toEqual(['whsec_secret-2']);
  });
});
