import { readKeyFile } from '../../../bin/jobgate/keys/key-file';

const value = (at: number) => `value-${String(at).padStart(16, '0')}`;

it('refuses a name that would break a line or steer a terminal', () => {
  const { problems } = readKeyFile(
    `name,key,tenant\n"two\nlines",${value(1)},acme\nred\u001b[31m,${value(2)},acme\n`,
  );
  expect(problems).toEqual([
    { line: 2, column: 'name', reason: expect.stringContaining('"two\\nlines" holds a line break') },
    { line: 4, column: 'name', reason: expect.stringContaining('"red\\u001b[31m" holds') },
  ]);
});

it('names the first of many short keys', () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => `n${at},${value(at)}\n`);
  expect(readKeyFile(`name,key\n${rows.join('')}`).remarks).toEqual([
    'Keys of less than 30 characters (lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 4990 more) are allowed but easier to guess.',
  ]);
});
