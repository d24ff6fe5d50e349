import { type CommandLine, openCommandLine } from '../command-line';

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
  line.account.plan('free', 'api1:dev');
  line.account.plan('pro', 'api1:dev');
  await line.run('keys', 'create', 'acme', '--plan', 'free');
});
afterEach(() => line.close());

const key = () => line.account.keys.find(({ name }) => name === 'acme')!;
const plans = () => line.account.plans.filter(({ keys }) => keys.has(key().id)).map(({ name }) => name);

describe('keys move', () => {
  test('puts a key into another plan and changes nothing else of it', async () => {
    const before = structuredClone({ key: key(), owner: line.account.owner(key().id) });
    const { out, failure } = await line.run('keys', 'move', 'acme', '--plan', 'pro');
    expect(failure).toBeUndefined();
    expect(out).toEqual([
      `Moved the key "acme" (${key().id}) of tenant "acme" from "free" to "pro" (plan2).`,
    ]);
    expect(plans()).toEqual(['pro']);
    expect({ key: key(), owner: line.account.owner(key().id) }).toEqual(before);
  });

  test('puts a key into its first plan', async () => {
    line.account.plans[0]!.keys.clear();
    expect((await line.run('keys', 'move', 'acme', '--plan', 'pro')).out[0]).toContain(
      'from no plan to "pro"',
    );
    expect(plans()).toEqual(['pro']);
  });

  test('leaves a key alone that is there already', async () => {
    const { out } = await line.run('keys', 'move', '--id', key().id, '--plan', 'free');
    expect(out).toEqual([`In "free" (plan1) already: the key "acme" (${key().id}).`]);
    expect(plans()).toEqual(['free']);
  });

  test('leaves plans of other APIs alone', async () => {
    line.account.plan('elsewhere', 'api2:dev').keys.add(key().id);
    await line.run('keys', 'move', 'acme', '--plan', 'pro');
    expect(plans()).toEqual(['pro', 'elsewhere']);
  });

  test.each(['before', 'after'] as const)(
    'puts the key back when the new plan refuses it (%s)',
    async when => {
      line.account.fault = call => (call === 'POST /usageplans/plan2/keys' ? when : undefined);
      const { failure } = await line.run('keys', 'move', 'acme', '--plan', 'pro');
      expect(failure).toContain('not allowed: POST /usageplans/plan2/keys');
      expect(plans()).toHaveLength(1);
      line.account.fault = () => undefined;
      expect((await line.run('keys', 'move', 'acme', '--plan', 'pro')).failure).toBeUndefined();
      expect(plans()).toEqual(['pro']);
    },
  );

  test('puts the key back when nobody knows whether it left', async () => {
    line.account.fault = call => (call.startsWith('DELETE /usageplans/plan1/keys') ? 'after' : undefined);
    const { failure } = await line.run('keys', 'move', 'acme', '--plan', 'pro');
    expect(failure).toContain('not allowed: DELETE');
    expect(plans()).toEqual(['free']);
  });

  test('says what to do when a key could not be put back', async () => {
    line.account.fault = call => (call.startsWith('POST /usageplans') ? 'before' : undefined);
    const { failure } = await line.run('keys', 'move', 'acme', '--plan', 'pro');
    expect(failure).toContain(`run \`keys move --id ${key().id} --plan plan2\` again`);
  });

  test('refuses plans that are unknown, or do not serve what the key opens, and keys of the config', async () => {
    const refused = async (plan: string) => (await line.run('keys', 'move', 'acme', '--plan', plan)).failure;
    expect(await refused('gold')).toContain('Nothing was moved: there is no usage plan "gold"');
    line.account.plan('elsewhere', 'api2:dev');
    expect(await refused('elsewhere')).toContain('does not serve api1:dev');
    line.account.configKeys.push(key().id);
    expect(await refused('pro')).toContain('Write it under "pro" in config/dev.ts and deploy.');
    expect(plans()).toEqual(['free']);
  });

  test('wants one key and a plan', async () => {
    expect((await line.run('keys', 'move', '--plan', 'pro')).failure).toBeDefined();
    expect((await line.run('keys', 'move', 'acme')).failure).toBeDefined();
    expect(plans()).toEqual(['free']);
  });
});
