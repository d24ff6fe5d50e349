import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, resolveStage } from '../../lib/config';
import { readConfig } from '../../lib/read-config';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jobgate-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (source: string) => {
  const file = join(folder, 'x.ts');
  writeFileSync(file, source);
  return readConfig('x', file);
};

function messageOf(source: string): string {
  try {
    resolveStage('x', read(source));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'no problem';
}

it('runs a module with its types, its own imports and those of packages', () => {
  writeFileSync(join(folder, 'shared.ts'), 'export const rate: number = 5;');
  expect(
    read(
      "import { sep } from 'node:path'; import { rate } from './shared'; export const config = { rate, sep };",
    ),
  ).toEqual({
    rate: 5,
    sep: expect.stringMatching(/^[\\/]$/),
  });
});

it.each([
  ['does not compile', 'export const config = { plans: [ };', 'x.ts:1: Unexpected "}"'],
  [
    'imports what is not there',
    "export { config } from './nowhere';",
    'x.ts:1: Could not resolve "./nowhere"',
  ],
  [
    'imports a package that is not there',
    "export { config } from 'no-such-package';",
    "Error: Cannot find module 'no-such-package'",
  ],
  ['waits for something', 'export const config = await Promise.resolve({});', 'x.ts:1: Top-level await'],
  [
    'throws',
    'const n: any = undefined; export const config = { plans: n.plans };',
    '"TypeError: Cannot read properties of undefined',
  ],
  ['throws what is no error', 'throw { reason: 1 };', '{ reason: 1 }'],
])('a module that %s is one problem without a stack trace', (_name, source, received) => {
  const message = messageOf(source);
  expect(message).toContain('config/x.ts has a problem:\n  the config cannot be run.\n    received: ');
  expect(message).toContain(received);
  expect(message).toContain(
    '    allowed: a TypeScript module that runs to its end\n    remedy: correct the file',
  );
  expect(message).not.toMatch(/\n\s+at |Require stack/);
});

it.each([
  ['the default export', 'export default {};', "the config is not exported.\n    received: [ 'default' ]"],
  ['nothing', '', 'the config is not exported.\n    received: []'],
  [
    'a promise',
    'export const config = Promise.resolve({});',
    'the config is not an object.\n    received: Promise',
  ],
  [
    'a function',
    'export const config = async () => ({});',
    'the config is not an object.\n    received: [AsyncFunction: config]',
  ],
])('takes %s for no config', (_name, source, problem) => {
  expect(messageOf(source)).toContain(`config/x.ts has a problem:\n  ${problem}`);
});
