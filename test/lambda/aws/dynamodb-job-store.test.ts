import { dynamoDbJobStore } from '../../../lambda/aws/dynamodb-job-store';
import { idIsFree, isQueued, leaseHasRunOut, tokenIsHeld } from '../../../lambda/core/job/clauses';
import type { JobRecord } from '../../../lambda/core/job/job-record';
import type { JobStore } from '../../../lambda/core/ports';
import { startDynamoDb } from './services';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let store: JobStore;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  store = dynamoDbJobStore(dynamoDb.client, 'jobs');
});
afterAll(() => dynamoDb.stop());

function job(overrides: Partial<JobRecord> = {}): JobRecord {
  return {
    tenant: 'acme',
    id: `j${Math.random()}`,
    name: 'a job',
    type: 'echo',
    status: 'queued',
    createdAt: 1_000,
    submission: 's',
    progress: 0,
    fails: 0,
    claims: 0,
    releases: 0,
    resends: 0,
    leaseUntil: 0,
    ...overrides,
  };
}

test('a job is stored once and read back with the keys that the table needs', async () => {
  const one = job({ input: { json: '{"":[1,{}]}' } });
  expect(await store.create(one, [idIsFree])).toBe(true);
  expect(await store.create({ ...one, name: 'another' }, [idIsFree])).toBe(false);
  expect(await store.get(one)).toMatchObject(one);
  expect(await store.get({ tenant: 'other', id: one.id })).toBeUndefined();
});

test('a change sets, removes and adds, and answers what came of it', async () => {
  const one = job({ token: 't', dueAt: 5, note: 'begun' });
  await store.create(one, []);
  const changed = await store.update(
    one,
    {
      step: 'test',
      set: { status: 'running', expiresAt: 1_500 },
      remove: ['dueAt', 'note'],
      add: { claims: 1, fails: 2 },
    },
    [isQueued, leaseHasRunOut(10_000), tokenIsHeld('t')],
  );
  expect(changed).toMatchObject({ status: 'running', claims: 1, fails: 2, ttl: 2 });
  expect(changed).not.toHaveProperty('dueAt');
  expect(changed).not.toHaveProperty('note');
});

test.each([
  ['another state', [isQueued], { status: 'running' }],
  ['a lease that runs', [leaseHasRunOut(10_000)], { leaseUntil: 9_000 }],
  ['another token', [tokenIsHeld('mine')], { token: 'theirs' }],
  ['no token', [tokenIsHeld('mine')], {}],
] as const)('a change is refused on %s and leaves the job as it was', async (_what, clauses, state) => {
  const one = job(state);
  await store.create(one, []);
  expect(await store.update(one, { step: 'test', set: { name: 'changed' } }, clauses)).toBeUndefined();
  expect(await store.get(one)).toMatchObject({ ...one });
});

test('a job that is gone is not made again by a change', async () => {
  const gone = job();
  expect(await store.update(gone, { step: 'test', set: { name: 'back' } }, [])).toBeUndefined();
  expect(await store.get(gone)).toBeUndefined();
});

test('jobs that are due are found in their shards, the longest due first, and others are not', async () => {
  const due = await Promise.all(
    [30, 10, 20, 9_999].map(async dueAt => {
      const one = job({ tenant: 'due', id: `due-${dueAt}`, dueAt });
      await store.create(one, []);
      return one;
    }),
  );
  const found = await Promise.all(Array.from({ length: 8 }, (_, shard) => store.due(shard, 100, 10)));
  const ids = found
    .flat()
    .filter(key => key.tenant === 'due')
    .map(key => key.id);
  expect(ids.sort()).toEqual(
    due
      .slice(0, 3)
      .map(one => one.id)
      .sort(),
  );
});

describe('a listing', () => {
  const ids = Array.from({ length: 53 }, (_, index) => `list-${String(index).padStart(3, '0')}`);
  beforeAll(async () => {
    await Promise.all(
      ids.map((id, index) =>
        store.create(
          job({
            tenant: 'lister',
            id,
            createdAt: 1_000 + index,
            status: index % 10 === 0 ? 'failed' : 'succeeded',
            expiresAt: index === 5 ? 2_000 : 9_000,
            result: { json: '1' },
          }),
          [],
        ),
      ),
    );
  });

  async function pages(limit: number, status?: JobRecord['status'], between = async () => {}) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store.list({
        tenant: 'lister',
        limit,
        now: 3_000,
        ...(after && { after }),
        ...(status && { status }),
      });
      expect(page.jobs.length).toBeLessThanOrEqual(limit);
      seen.push(...page.jobs.map(({ id }) => id));
      after = page.next;
      await between();
    } while (after);
    return seen;
  }

  const visible = ids.filter(id => id !== 'list-005').reverse();

  test.each([1, 7, 52, 100])(
    'in pages of %i has every job once, newest first, without the deleted',
    async limit => {
      expect(await pages(limit)).toEqual(visible);
    },
  );

  test('of one state has only jobs of that state', async () => {
    expect(await pages(2, 'failed')).toEqual(visible.filter(id => id.endsWith('0')));
  });

  test('is not moved by jobs that come in meanwhile', async () => {
    let late = 0;
    const seen = await pages(10, undefined, async () => {
      late += 1;
      await store.create(job({ tenant: 'lister', id: `late-${late}`, createdAt: 5_000 + late }), []);
    });
    expect(seen).toEqual(visible);
  });

  test('leaves results out', async () => {
    const { jobs } = await store.list({ tenant: 'lister', limit: 1, now: 0 });
    expect(jobs[0]).not.toHaveProperty('result');
  });
});
