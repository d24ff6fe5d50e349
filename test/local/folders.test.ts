import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagError } from '../../local/flags';
import { writableFolder } from '../../local/folders';

const directory = mkdtempSync(join(tmpdir(), 'jobgate-folders-'));
const file = join(directory, 'file.txt');
writeFileSync(file, '');
afterAll(() => rmSync(directory, { recursive: true }));

test('a folder that is missing is made, with the folders above it', () => {
  const folder = join(directory, 'a', 'b');
  expect(writableFolder('--data', folder)).toBe(folder);
  expect(existsSync(folder)).toBe(true);
});

test.each([
  ['a file', file, /--data .*file\.txt cannot be used: it is a file\. Give a folder/],
  ['a path below a file', join(file, 'below'), /--data .*below cannot be used: .*ENOTDIR/],
])('%s is refused with the reason and the remedy', (_, path, message) => {
  expect(() => writableFolder('--data', path)).toThrow(FlagError);
  expect(() => writableFolder('--data', path)).toThrow(message);
});
