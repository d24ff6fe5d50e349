import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKeyValues } from '../../local/api-key-values';

test('a key keeps its value for the run, and differs from others', () => {
  const valueFor = apiKeyValues();
  expect(valueFor('a')).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(valueFor('a')).toBe(valueFor('a'));
  expect(valueFor('a')).not.toBe(valueFor('b'));
  expect(apiKeyValues()('a')).not.toBe(valueFor('a'));
});

test('a value that is kept in a file is there in the next run, for its owner alone', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'jobgate-keys-')), 'state', 'keys.json');
  const value = apiKeyValues(file)('a');
  expect(apiKeyValues(file)('a')).toBe(value);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});
