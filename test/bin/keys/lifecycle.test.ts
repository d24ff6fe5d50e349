import { type CommandLine, openCommandLine } from '../command-line';

const hour = 3_600_000;
let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
  line.account.plan('free', 'api1:dev');
  line.account.plan('pro', 'api1:dev');
});
afterEach(() => line.close());

const named = (name: string) => line.account.keys.filter(key => key.name === name);

describe('keys create', () => {
  test('makes a key of a tenant in a plan and shows it once, alone on standard output', async () => {
    const { out, notes } = await line.run('keys', 'create', 'acme-web', '--plan', 'pro', '--tenant', 'acme');
    const [key] = named('acme-web');
    expect(out).toEqual([key!.value]);
    expect(notes.join()).not.toContain(key!.value);
    expect(key).toMatchObject({ enabled: true, tags: { tenant: 'acme' } });
    expect(line.account.plans[1]!.keys).toContain(key!.id);
    expect(line.account.owner(key!.id)).toMatchObject({ tenant: 'acme' });
  });

  test('says of a key in no plan that it opens nothing yet', async () => {
    const { notes } = await line.run('keys', 'create', 'idle');
    expect(notes.join()).toContain('of tenant "idle" in no plan, so that it opens nothing yet.');
  });

  test('says all that is wrong at once', async () => {
    line.account.key('a b');
    const { failure } = await line.run('keys', 'create', 'a b', '--plan', 'gold');
    expect(failure).toMatch(/"a b" is the tenant too where none is given, and cannot be one/);
    expect(failure).toMatch(/has a key called "a b" \(key1\) already/);
    expect(failure).toMatch(/there is no usage plan "gold"/);
    expect(named('a b')).toHaveLength(1);
  });
});

describe('keys list', () => {
  test('shows who has which key in which plan and state, with masked values', async () => {
    await line.run('keys', 'create', 'acme', '--plan', 'pro');
    await line.run('keys', 'create', 'idle', '--disabled');
    line.account.key('of-another-project');
    const { out } = await line.run('keys', 'list');
    const [acme] = named('acme');
    expect(out[0]).toMatch(/^NAME +ID +KEY +TENANT +PLANS +STATE +CREATED$/);
    expect(out.join('\n')).toMatch(
      new RegExp(`acme +${acme!.id} +…${acme!.value.slice(-4)} +acme +pro +enabled`),
    );
    expect(out.join('\n')).toMatch(/idle +\w+ +….{4} +idle +- +disabled/);
    expect(out).toHaveLength(3);
    for (const { value } of line.account.keys) expect(out.join('\n')).not.toContain(value);
  });

  test('shows the keys of the stage config with the tenant of their tag', async () => {
    const key = line.account.key('dev-free', { tags: { tenant: 'demo' } });
    line.account.plans[0]!.keys.add(key.id);
    expect((await line.run('keys', 'list')).out[1]).toMatch(/^dev-free +key1 +….{4} +demo +free +enabled/);
  });
});

describe('keys rotate', () => {
  test('makes a new key of the same tenant in the same plans; the old one ends after the grace time', async () => {
    await line.run('keys', 'create', 'acme', '--plan', 'pro', '--tenant', 'acme-inc', '--description', 'web');
    const [old] = named('acme');
    const { out } = await line.run('keys', 'rotate', 'acme', '--grace', '2h');
    const fresh = named('acme').find(key => key.id !== old!.id)!;
    expect(out).toEqual([fresh.value]);
    expect(fresh).toMatchObject({ enabled: true, description: 'web', tags: { tenant: 'acme-inc' } });
    expect(line.account.plans[1]!.keys).toContain(fresh.id);
    expect(line.account.owner(fresh.id)).toMatchObject({ tenant: 'acme-inc' });
    expect(line.account.owner(old!.id)).toMatchObject({ tenant: 'acme-inc' });
    const end = Number(line.account.owner(old!.id)!['disableAt']);
    expect(end).toBeGreaterThan(Date.now() + 2 * hour - 60_000);
    expect(end).toBeLessThanOrEqual(Date.now() + 2 * hour);
  });

  test('finishing disables the keys whose grace time is over, and no others', async () => {
    await line.run('keys', 'create', 'one');
    await line.run('keys', 'create', 'two');
    const [one, two] = [named('one')[0]!, named('two')[0]!];
    await line.run('keys', 'rotate', 'one', '--grace', '1h');
    await line.run('keys', 'rotate', 'two', '--grace', '3h');
    expect((await line.run('keys', 'rotate', '--finish')).out).toEqual([
      'No rotated key has reached its end.',
    ]);
    line.advance(2 * hour);
    expect((await line.run('keys', 'rotate', '--finish')).out).toEqual([`Disabled "one" (${one.id}).`]);
    expect([one.enabled, two.enabled]).toEqual([false, true]);
    expect(named('one').find(key => key.id !== one.id)!.enabled).toBe(true);
  });

  test('a key of the stage config is rotated too: its tenant comes from its tag', async () => {
    const key = line.account.key('dev-free', { tags: { tenant: 'demo' } });
    line.account.plans[0]!.keys.add(key.id);
    expect((await line.run('keys', 'rotate', 'dev-free')).failure).toBeUndefined();
    expect(line.account.owner(key.id)).toMatchObject({ tenant: 'demo' });
    expect(line.account.owner(named('dev-free')[0]!.id)).toMatchObject({ tenant: 'demo' });
  });

  test('a name means the newest key of a chain of rotations', async () => {
    await line.run('keys', 'create', 'acme');
    await line.run('keys', 'rotate', 'acme');
    const second = named('acme')[0]!;
    expect((await line.run('keys', 'rotate', 'acme')).failure).toBeUndefined();
    expect(named('acme')[0]!.tags['replaces']).toBe(second.id);
    expect((await line.run('keys', 'rotate', '--id', second.id)).failure).toMatch(/was rotated already/);
  });

  test.each(['before', 'after'] as const)(
    'when the end of the old key cannot be written (%s), the rotation is taken back',
    async when => {
      await line.run('keys', 'create', 'acme');
      const [old] = named('acme');
      let puts = 0;
      line.account.fault = call => (call === 'PutItem' && ++puts === 2 ? when : undefined);
      const { failure, out } = await line.run('keys', 'rotate', 'acme');
      expect(failure).toMatch(/not allowed/);
      expect(out).toEqual([]);
      expect(named('acme')).toEqual([old]);
      expect(line.account.owner(old!.id)).not.toHaveProperty('disableAt');
      expect((await line.run('keys', 'rotate', 'acme')).failure).toBeUndefined();
    },
  );

  test('a new key that a killed rotation left, which nobody has seen, is removed by the next', async () => {
    await line.run('keys', 'create', 'acme');
    const [old] = named('acme');
    const tags = { tenant: 'acme', replaces: old!.id, stage: 'dev' };
    const orphan = line.account.key('acme', { enabled: false, tags, createdDate: Date.now() / 1000 });
    expect((await line.run('keys', 'rotate', 'acme')).failure).toMatch(/disabled/);
    line.advance(hour);
    const { notes, failure } = await line.run('keys', 'rotate', 'acme');
    expect(failure).toBeUndefined();
    expect(notes[0]).toContain(`Removed key ${orphan.id}`);
    expect(named('acme').map(key => key.id)).not.toContain(orphan.id);
  });

  test('a key that serves another stage too is not rotated for one stage alone', async () => {
    line.account.plan('elsewhere', 'api9:prod');
    await line.run('keys', 'create', 'acme', '--plan', 'free', '--plan', 'elsewhere');
    expect((await line.run('keys', 'rotate', 'acme')).failure).toMatch(/api9:prod/);
    expect(named('acme')).toHaveLength(1);
  });

  test.each(['soon', '24', '-1h', '9999d', ''])(
    'a grace time of %j is refused with what is allowed',
    async grace => {
      const { notes } = await line.run('keys', 'rotate', 'acme', '--grace', grace);
      expect(notes.join('\n')).toMatch(/90s, 30m, 24h, 7d/);
    },
  );
});

describe('keys revoke', () => {
  test('ends a key at once in the table and in API Gateway', async () => {
    await line.run('keys', 'create', 'acme');
    const [key] = named('acme');
    expect((await line.run('keys', 'revoke', 'acme')).failure).toBeUndefined();
    expect(key!.enabled).toBe(false);
    expect(Number(line.account.owner(key!.id)!['disableAt'])).toBeLessThanOrEqual(Date.now());
  });

  test('a name ends the rotated keys behind it too, which would work on; an id ends one', async () => {
    await line.run('keys', 'create', 'acme');
    await line.run('keys', 'rotate', 'acme');
    await line.run('keys', 'rotate', 'acme');
    const [third, second, first] = named('acme');
    await line.run('keys', 'revoke', '--id', third!.id);
    expect(named('acme').map(key => key.enabled)).toEqual([false, true, true]);
    const { out } = await line.run('keys', 'revoke', 'acme');
    expect(out).toEqual([third, second, first].map(key => `Revoked "acme" (${key!.id}) of tenant "acme".`));
    expect(named('acme').map(key => key.enabled)).toEqual([false, false, false]);
    expect(Number(line.account.owner(first!.id)!['disableAt'])).toBeLessThanOrEqual(line.now());
  });

  test('deleting a rotated key by name leaves its name free, and a key of the stage config in place', async () => {
    const config = line.account.key('acme', { tags: { tenant: 'demo' } });
    line.account.configKeys.push(config.id);
    await line.run('keys', 'rotate', 'acme');
    expect((await line.run('keys', 'revoke', 'acme', '--delete')).failure).toBeUndefined();
    expect(named('acme')).toEqual([{ ...config, enabled: false }]);
  });

  test('deletes when asked, except a key that the stage config would miss', async () => {
    await line.run('keys', 'create', 'acme');
    await line.run('keys', 'revoke', 'acme', '--delete');
    expect(named('acme')).toEqual([]);
    expect(line.account.items.size).toBe(0);
    const key = line.account.key('dev-free', { tags: { tenant: 'demo' } });
    line.account.configKeys.push(key.id);
    expect((await line.run('keys', 'revoke', 'dev-free', '--delete')).failure).toMatch(/config\/dev\.ts/);
    expect(key.enabled).toBe(true);
  });
});
