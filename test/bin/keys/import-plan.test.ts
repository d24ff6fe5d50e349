import type { Account, Key } from '../../../bin/jobgate/keys/account';
import { planImport } from '../../../bin/jobgate/keys/import-plan';
import { readKeyFile } from '../../../bin/jobgate/keys/key-file';

const key = (index: number): Key => ({
  id: `key${index}`,
  name: `name${index}`,
  description: '',
  enabled: true,
  createdAt: 0,
  tags: {},
  value: `value-${String(index).padStart(30, '0')}`,
});
const { rows } = readKeyFile(
  `name,key\n${[1, 2, 3].map(at => `n${at},${'x'.repeat(30)}${at}`).join('\n')}\n`,
);
const problemsWith = (count: number) => {
  const account: Account = { keys: Array.from({ length: count }, (_, index) => key(index)), plans: [] };
  return planImport(rows, account, new Map(), 'api1:dev').problems;
};

it('refuses the row with which the account would have more keys than a region holds', () => {
  expect(problemsWith(9_997)).toEqual([]);
  expect(problemsWith(9_998)).toEqual([
    { line: 4, column: '-', reason: expect.stringMatching(/has 9998 keys.* more than 10000/) },
  ]);
});
