import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileUsageStore } from '../../../../local/gateway/meter/usage-file';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'usage-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const snapshot = { plan1: { key1: { since: 1, days: { '2026-11-21': 3 } } } };

test('usage is read back as it was saved, from a folder that did not exist', () => {
  const path = join(directory, 'data', 'usage.json');
  expect(fileUsageStore(path).load()).toBeUndefined();
  fileUsageStore(path).save({});
  fileUsageStore(path).save(snapshot);
  expect(fileUsageStore(path).load()).toEqual(snapshot);
  expect(readdirSync(join(directory, 'data'))).toEqual(['usage.json']);
});

test('a half-written file beside it does not count', () => {
  const path = join(directory, 'usage.json');
  fileUsageStore(path).save(snapshot);
  writeFileSync(`${path}.new`, '{"plan1":{"ke');
  expect(fileUsageStore(path).load()).toEqual(snapshot);
});

test.each(['[]', '{"plan1":3}', '{"plan1":{"key1":{"since":"x","days":{}}}}'])(
  'a file with %s says what to do',
  text => {
    const path = join(directory, 'usage.json');
    writeFileSync(path, text);
    expect(() => fileUsageStore(path).load()).toThrow(
      /usage\.json does not hold usage by plan and key: delete it/,
    );
  },
);
