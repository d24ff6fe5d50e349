/** A client that calls all the time while its key is rotated, behind API Gateway's key check and the API's own. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type KeyOwner, tenantsByApiKey } from '../../../lambda/api/key-tenants';
import { type CommandLine, openCommandLine } from '../command-line';

const hour = 3_600_000;
let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
  line.account.plan('pro', 'api1:dev');
  await line.run('keys', 'create', 'acme', '--plan', 'pro', '--tenant', 'acme-inc');
});
afterEach(() => line.close());

/** Answers as a stage does: 403 for a key that is unknown, disabled or in no plan, or that is nobody's any more. */
function openStage(): (key: string) => Promise<{ readonly status: number; readonly tenant?: string }> {
  const { account } = line;
  const tenantOf = tenantsByApiKey({
    clock: { now: line.now, after: () => () => {} },
    configured: {},
    readOwner: async id => account.owner(id) as KeyOwner | undefined,
  });
  return async value => {
    const key = account.keys.find(candidate => candidate.value === value);
    if (!key?.enabled || !account.plans.some(plan => plan.keys.has(key.id))) return { status: 403 };
    const identity = { apiKeyId: key.id, apiKey: value };
    const tenant = await tenantOf({ requestContext: { identity } } as APIGatewayProxyEvent);
    return tenant === undefined ? { status: 403 } : { status: 200, tenant };
  };
}

test('1,000 requests across a rotation: none is refused and all are of one tenant', async () => {
  const call = openStage();
  let key = line.account.keys[0]!.value;
  let rotated = false;
  const answers: { status: number; tenant?: string }[] = [];
  for (let request = 0; request < 1_000; request++) {
    if (request === 200) {
      void line.run('keys', 'rotate', 'acme', '--grace', '24h').then(({ out }) => {
        rotated = true;
        setImmediate(() => {
          key = out[0]!;
        });
      });
    }
    // The client takes over the new key within the grace time, as its operator gets to it.
    if (request === 600) while (!rotated) await new Promise(resolve => setImmediate(resolve));
    if (request > 600) line.advance(hour / 20);
    answers.push(await call(key));
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(answers.filter(({ status }) => status === 403)).toEqual([]);
  expect(new Set(answers.map(({ tenant }) => tenant))).toEqual(new Set(['acme-inc']));
  expect(key).not.toBe(line.account.keys.at(-1)!.value);
});

test('the old key works until its grace time is over, and from then on nowhere, without anything having run', async () => {
  const call = openStage();
  const old = line.account.keys[0]!;
  const fresh = (await line.run('keys', 'rotate', 'acme', '--grace', '2h')).out[0]!;
  expect((await call(old.value)).status).toBe(200);
  line.advance(2 * hour - 60_000);
  expect((await call(old.value)).status).toBe(200);
  line.advance(120_000);
  expect(old.enabled).toBe(true);
  expect((await call(old.value)).status).toBe(403);
  expect(await call(fresh)).toEqual({ status: 200, tenant: 'acme-inc' });
  await line.run('keys', 'rotate', '--finish');
  expect(old.enabled).toBe(false);
});
