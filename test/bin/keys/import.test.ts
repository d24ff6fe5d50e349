import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandLine, openCommandLine, type Run } from '../command-line';

const value = (text: string): string => text.padEnd(30, '0123456789');
const first = value('first');
const second = value('second');

let line: CommandLine;
let folder: string;

beforeEach(async () => {
  line = await openCommandLine();
  folder = mkdtempSync(join(tmpdir(), 'jobgate-keys-'));
  line.account.plan('free', 'api1:dev');
  line.account.plan('pro', 'api1:dev');
  line.account.plan('other', 'api2:prod');
});

afterEach(async () => {
  await line.close();
  rmSync(folder, { recursive: true });
});

function importCsv(csv: string | Buffer, ...options: string[]): Promise<Run> {
  const file = join(folder, 'keys.csv');
  writeFileSync(file, csv);
  return line.run('keys', 'import', file, ...options);
}

const named = (name: string) => line.account.keys.find(key => key.name === name)!;
const plansOf = (name: string) =>
  line.account.plans.filter(plan => plan.keys.has(named(name).id)).map(plan => plan.name);
const changes = () => line.account.calls.filter(call => !/^GET|^BatchGet/.test(call));

test('a file with the two columns that must be there makes enabled keys, each its own tenant', async () => {
  const { failure, out } = await importCsv(`name,key\nk1,${first}\nk2,${second}\n`);
  expect(failure).toBeUndefined();
  expect(named('k1')).toMatchObject({ value: first, enabled: true, description: '', tags: { tenant: 'k1' } });
  expect(line.account.owner(named('k2').id)).toMatchObject({ tenant: 'k2', keyName: 'k2' });
  expect(out[0]).toMatch(/^\[1\/2\] line 2 "k1": created \(tenant k1, key key\d+\)$/);
  expect(out.at(-1)).toBe('Imported: 2 created, 0 updated, 0 unchanged.');
});

test('columns come in any order and case, and plans by id or by name', async () => {
  const csv = `KEY,Enabled,NAME,UsagePlanIDs,Tenant,description\n${first},FALSE,k1,"plan1, other",acme,for Acme\n`;
  expect((await importCsv(csv)).failure).toBeUndefined();
  expect(named('k1')).toMatchObject({ enabled: false, description: 'for Acme', tags: { tenant: 'acme' } });
  expect(plansOf('k1')).toEqual(['free', 'other']);
  expect(line.account.owner(named('k1').id)).toMatchObject({ tenant: 'acme' });
});

test('a dry run says what would be done and changes nothing', async () => {
  const { out, failure } = await importCsv(`name,key,usageplanIds\nk1,${first},pro\n`, '--dry-run');
  expect(failure).toBeUndefined();
  expect(out[0]).toBe('[1/1] line 2 "k1": would be created (tenant k1, plans pro)');
  expect(changes()).toEqual([]);
});

test('importing a file again changes nothing, and a changed row changes its key alone', async () => {
  const row = (enabled: string) =>
    `name,key,enabled,usageplanIds\nk1,${first},${enabled},free\nk2,${second},true,\n`;
  await importCsv(row('true'));
  line.account.calls.length = 0;
  expect((await importCsv(row('true'))).out.at(-1)).toBe('Imported: 0 created, 0 updated, 2 unchanged.');
  expect(changes()).toEqual([]);
  expect((await importCsv(row('false'))).out.at(-1)).toBe('Imported: 0 created, 1 updated, 1 unchanged.');
  expect(named('k1').enabled).toBe(false);
  expect(changes()).toEqual([`PATCH /apikeys/${named('k1').id}`]);
});

test('every mistake of a file is named at once with its line, its column and the reason, and nothing is imported', async () => {
  line.account.key('taken', { value: value('taken') });
  const rows = [
    'name,key,enabled,usageplanIds,tenant',
    `a,${'x'.repeat(19)},true,,`,
    `b,${'x'.repeat(129)},true,,`,
    `,${value('c')},true,,c`,
    `d,${value('d')},yes,,`,
    `e,${value('e')},,gold,`,
    `f,${value('f')},,"free,pro",`,
    `g,${value('d')},,,`,
    `a,${value('h')},,,`,
    `i,${value('taken')},,,`,
    `j,${value('j')},,,a b#c`,
    `k,${value('k')},`,
    `taken,${value('l')},,,`,
    `m,${value('ü')},,,`,
  ];
  const { failure } = await importCsv(rows.join('\n'));
  const found = failure!
    .split('\n')
    .slice(1)
    .map(problem => problem.trim());
  const expected = [
    /^line 2, column key: the key has 19 characters; allowed are 20 to 128$/,
    /^line 3, column key: the key has 129 characters/,
    /^line 4, column name: the name is empty/,
    /^line 5, column enabled: "yes" is not true or false/,
    /^line 6, column usageplanIds: there is no usage plan "gold"; there are "free" \(plan1\), "pro" \(plan2\)/,
    /^line 7, column usageplanIds: the plans .* both serve the API stage api1:dev/,
    /^line 8, column key: …\w{4} stands on line 5 already/,
    /^line 9, column name: "a" stands on line 2 already/,
    /^line 10, column key: …\w{4} is the key "taken" \(key1\) of this account already/,
    /^line 11, column tenant: "a b#c" cannot be a tenant/,
    /^line 12, column -: the row has 3 fields, the first line names 5 columns/,
    /^line 13, column name: this account has another key called "taken" \(key1\)/,
    /^line 14, column key: the key holds a space or a character outside ASCII/,
  ];
  expected.forEach((pattern, index) => {
    expect(found[index]).toMatch(pattern);
  });
  expect(found).toHaveLength(expected.length);
  expect(failure).toContain(`has ${expected.length} problems; nothing was imported.`);
  expect(changes()).toEqual([]);
});

test.each([
  ['', /the file holds no key/],
  ['name,key\n', /the file holds no key/],
  [
    'name,description\nk,d\n',
    /line 1, column key: the column is missing; the first line is "name, description"/,
  ],
  ['name,key,Name\nk,x,y\n', /line 1, column name: the column stands there twice/],
  ['name,key\n"k,x\n', /line 2, column character 1: the quote that opens here is never closed/],
  [Buffer.from([0x6b, 0xff, 0xfe]), /it is not UTF-8 text/],
])('a file that cannot be read as keys is refused: %j', async (csv, reason) => {
  const { failure } = await importCsv(csv);
  expect(failure).toMatch(reason);
  expect(changes()).toEqual([]);
});

test('a file that is not there, and a stage that is not deployed, are said in one sentence', async () => {
  expect((await line.run('keys', 'import', 'nowhere.csv')).failure).toMatch(
    /^The key file "nowhere.csv" cannot be read: ENOENT/,
  );
  const { failure } = await importCsv(`name,key\nk1,${first}\n`, '--stage', 'prod');
  expect(failure).toMatch(
    /^Stage "prod" is not deployed in eu-central-1: there is no stack Jobgate-prod-State\./,
  );
});

test('columns that nobody knows are ignored with a word, as API Gateway ignores them', async () => {
  const { notes, failure } = await importCsv(`name,key,usageplan\nk1,${first},gold\n`);
  expect(failure).toBeUndefined();
  expect(notes).toContain(
    'Ignored columns: "usageplan". Known ones: key, name, description, enabled, usageplanIds, tenant.',
  );
});

test.each(['POST /apikeys', 'PutItem', 'POST /usageplans/plan1/keys', 'PATCH /apikeys/key2'])(
  'a row that fails at %s is undone, and importing again goes on',
  async call => {
    const csv = `name,key,usageplanIds\nk1,${first},\nk2,${second},free\nk3,${value('third')},\n`;
    let seen = 0;
    line.account.fault = name =>
      name === call && named('k1')?.enabled && seen++ === 0 ? 'before' : undefined;
    const { failure, out } = await importCsv(csv);
    expect(failure).toMatch(/^\[2\/3\] line 3 "k2": failed: not allowed/);
    expect(failure).toContain(
      '1 of 3 rows are done and stay; this row was undone. Import the same file again to go on.',
    );
    expect(out).toHaveLength(1);
    expect(line.account.keys.map(key => key.name)).toEqual(['k1']);
    expect([...line.account.items.keys()]).toEqual([`#key#${named('k1').id}`]);
    expect((await importCsv(csv)).out.at(-1)).toBe('Imported: 2 created, 0 updated, 1 unchanged.');
    expect(line.account.keys.every(key => key.enabled)).toBe(true);
    expect(plansOf('k2')).toEqual(['free']);
  },
);

test('what a killed import left behind, disabled and without tenant, is completed by the next one', async () => {
  line.account.key('k1', { value: first, enabled: false, tags: { tenant: 'k1' } });
  const { out } = await importCsv(`name,key,usageplanIds\nk1,${first},pro\n`);
  expect(out.at(-1)).toBe('Imported: 0 created, 1 updated, 0 unchanged.');
  expect(named('k1').enabled).toBe(true);
  expect(plansOf('k1')).toEqual(['pro']);
  expect(line.account.owner(named('k1').id)).toMatchObject({ tenant: 'k1' });
});

test('a key that cannot even be undone stays behind disabled, is named, and is completed by the next import', async () => {
  const csv = `name,key,usageplanIds\nk1,${first},pro\n`;
  line.account.fault = call => (/^PutItem|^DELETE/.test(call) ? 'before' : undefined);
  const { failure } = await importCsv(csv);
  expect(failure).toContain('Undoing it failed too');
  expect(failure).toContain(`The key ${named('k1').id} stays behind disabled`);
  expect(named('k1').enabled).toBe(false);
  line.account.fault = () => undefined;
  expect((await importCsv(csv)).failure).toBeUndefined();
  expect(named('k1').enabled).toBe(true);
});

test('a key is never enabled before it has its tenant and its plans', async () => {
  await importCsv(`name,key,usageplanIds\nk1,${first},pro\n`);
  expect(changes()).toEqual([
    'POST /apikeys',
    'PutItem',
    'POST /usageplans/plan2/keys',
    'PATCH /apikeys/key1',
  ]);
});

test('a key keeps the tenant that was recorded for it', async () => {
  await importCsv(`name,key,tenant\nk1,${first},acme\n`);
  expect((await importCsv(`name,key\nk1,${first}\n`)).out.at(-1)).toContain('1 unchanged');
  const { failure } = await importCsv(`name,key,tenant\nk1,${first},other\n`);
  expect(failure).toMatch(/column tenant: "other" is not the tenant of this key, which is "acme"/);
});

test('a key that was rotated or revoked is not brought back by importing its row again', async () => {
  await importCsv(`name,key\nk1,${first}\n`);
  await line.run('keys', 'revoke', 'k1');
  const { out } = await importCsv(`name,key\nk1,${first}\n`);
  expect(out[0]).toContain('unchanged, it was rotated or revoked');
  expect(named('k1').enabled).toBe(false);
});

test('no key stands in anything that is printed', async () => {
  const { out, notes } = await importCsv(`name,key\nk1,${first}\n`);
  const refused = await importCsv(`name,key\nother,${first}\nk3,short-secret\n`);
  const printed = [...out, ...notes, ...refused.notes, refused.failure].join('\n');
  expect(printed).not.toContain(first);
  expect(printed).not.toContain('short-secret');
});
