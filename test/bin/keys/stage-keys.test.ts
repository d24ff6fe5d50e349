import { type CommandLine, openCommandLine } from '../command-line';

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
  line.account.plan('free', 'api1:dev');
});
afterEach(() => line.close());

const named = (name: string) => line.account.keys.filter(key => key.name === name);

test('a key that is not there is said so, and two of one name are told apart by id', async () => {
  expect((await line.run('keys', 'revoke', 'nobody')).failure).toMatch(
    /^There is no key called "nobody" in eu-central-1/,
  );
  for (const tenant of ['a', 'b']) {
    line.account.plans[0]!.keys.add(line.account.key('twin', { tags: { tenant } }).id);
  }
  expect((await line.run('keys', 'revoke', 'twin')).failure).toMatch(
    /2 keys are called "twin": key2, key1\./,
  );
  expect((await line.run('keys', 'revoke', '--id', 'key1')).failure).toBeUndefined();
});

test('a name means the key and the plan of the stage, whatever other stages call theirs', async () => {
  const other = line.account.plan('free', 'api2:prod');
  const theirs = line.account.key('acme', { tags: { tenant: 'theirs' } });
  other.keys.add(theirs.id);
  const ours = line.account.key('acme', { tags: { tenant: 'ours' } });
  line.account.plans[0]!.keys.add(ours.id);
  expect((await line.run('keys', 'revoke', 'acme')).failure).toBeUndefined();
  expect([ours.enabled, theirs.enabled]).toEqual([false, true]);
  await line.run('keys', 'create', '--plan', 'free', 'web');
  expect(line.account.plans[0]!.keys).toContain(named('web')[0]!.id);
});

test.each([
  ['name', ['theirs']],
  ['id', ['--id', 'key1']],
])("another stage's key, given by %s, is left alone", async (_by, wanted) => {
  const key = line.account.key('theirs', { tags: { tenant: 'acme' } });
  line.account.plan('prod', 'api2:prod').keys.add(key.id);
  for (const command of ['revoke', 'rotate']) {
    const { failure } = await line.run('keys', command, ...wanted);
    expect(failure).toMatch(/^No key .* is of stage "dev"; .*key1.*--stage/);
  }
  expect(key.enabled).toBe(true);
  expect(line.account.items.size).toBe(0);
});

test('a key that was left half-made is found by its stage', async () => {
  line.account.fault = call => (/^(PutItem|DELETE)/.test(call) ? 'before' : undefined);
  expect((await line.run('keys', 'create', 'acme')).failure).toMatch(/revoke --id key1 --delete/);
  line.account.fault = () => undefined;
  expect((await line.run('keys', 'list')).out[1]).toMatch(/^acme +key1 .* disabled/);
  expect((await line.run('keys', 'revoke', '--id', 'key1', '--delete')).failure).toBeUndefined();
  expect(line.account.keys).toEqual([]);
});

test('the help of rotate says the grace time in words', async () => {
  const { out } = await line.run('keys', 'rotate', '--help');
  expect(out.join('\n')).toMatch(/--grace <time>[^(]*\(default:\s+24h\)/);
});

test('more keys than a page of the account are all seen', async () => {
  for (let index = 0; index < 8; index++) await line.run('keys', 'create', `key-${index}`, '--plan', 'free');
  expect((await line.run('keys', 'list')).out).toHaveLength(9);
});
