/** The folders of docs/design.md and what each may import; an import that the table forbids fails here. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

const root = join(__dirname, '..');
const sources = ['bin', 'config', 'contract', 'lib', 'lambda', 'local'].flatMap(folder =>
  typescriptFiles(join(root, folder)),
);
const functionFolders = readdirSync(join(root, 'lambda')).filter(
  name => statSync(join(root, 'lambda', name)).isDirectory() && !['core', 'aws', 'jobs'].includes(name),
);

interface Rule {
  /** Files that the rule is about, as a prefix of their path. */
  readonly files: string;
  /** What of the project they may import, as prefixes; themselves always. */
  readonly ours: readonly string[];
  /** Packages they may import other than for types; undefined: any. */
  readonly packages?: RegExp;
  /** Node's own modules that they may import; undefined: any. */
  readonly node?: RegExp;
}

const none = /^$/;
const aws = /^@aws-sdk\/|^@smithy\//;
const notAws = /^(?!@aws-sdk\/|@smithy\/|aws-cdk-lib|constructs)/;
const rules: readonly Rule[] = [
  { files: 'contract/', ours: [], packages: none, node: none },
  { files: 'lambda/core/', ours: ['contract/'], packages: none, node: /^node:(crypto|net)$/ },
  { files: 'lambda/aws/', ours: ['contract/', 'lambda/core/'], packages: aws },
  { files: 'lambda/jobs/', ours: ['contract/', 'lambda/core/'], packages: notAws },
  ...functionFolders.map(name => ({
    files: `lambda/${name}/`,
    ours: ['contract/', 'lambda/core/', 'lambda/aws/', '#generated/'],
    packages: notAws,
  })),
  { files: 'config/', ours: ['lib/config'], packages: none },
  { files: 'lib/handlers/', ours: ['contract/'] },
  { files: 'lib/', ours: ['contract/', 'config/', 'cdk.json'], packages: /^(?!@aws-sdk\/)/ },
  { files: 'bin/', ours: ['contract/', 'lib/'] },
  { files: 'local/', ours: [], packages: /^(?!aws-cdk-lib|constructs)/ },
];

test.each(rules.map(rule => [rule.files, rule] as const))('%s imports only what its layer may', (_, rule) => {
  const files = sources.filter(file => file.startsWith(rule.files) && ruleOf(file) === rule);
  expect(files.length).toBeGreaterThan(0);
  const forbidden = files.flatMap(file =>
    importsOf(file)
      .filter(target => !allows(rule, target))
      .map(target => `${file} imports ${target}`),
  );
  expect(forbidden).toEqual([]);
});

test('every source file outside bin/run.js belongs to a layer', () => {
  expect(sources.filter(file => !ruleOf(file))).toEqual([]);
});

test('the core reads no environment', () => {
  const readers = sources.filter(
    file => file.startsWith('lambda/core/') && /process\.env/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(readers).toEqual([]);
});

test('no file of the core reads a clock, makes an id or draws a number of its own', () => {
  const ownClock = /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|setTimeout\(|setInterval\(/;
  const files = sources.filter(
    file => file.startsWith('lambda/core/') && ownClock.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(files).toEqual([]);
});

function ruleOf(file: string): Rule | undefined {
  return rules.find(rule => file.startsWith(rule.files));
}

function allows(rule: Rule, target: string): boolean {
  if (target.startsWith('node:')) return rule.node?.test(target) ?? true;
  if (target.startsWith('./'))
    return [rule.files, ...rule.ours].some(prefix => target.slice(2).startsWith(prefix));
  if (target.startsWith('#')) return rule.ours.some(prefix => target.startsWith(prefix));
  return rule.packages?.test(target) ?? true;
}

/** What a file imports: `./path/from/the/root` for our own, names for packages and Node's modules. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  // Types of packages leave no trace in what runs; types of our own do tie layers together.
  const found = text
    .replaceAll(/^import type [^;]*? from '[^.#][^']*';/gm, '')
    .matchAll(
      /^\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|(?:import|require)\('([^']+)'\)/gm,
    );
  return [...found]
    .map(([, from, bare, call]) => from ?? bare ?? call ?? '')
    .filter(target => !target.includes('${'))
    .map(target => (target.startsWith('.') ? `./${posix.join(posix.dirname(file), target)}` : target));
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => relative(root, join(folder, name)).split(sep).join('/'));
}

test('the reader of imports sees every form of them', () => {
  const own = relative(root, __filename).split(sep).join('/');
  expect(importsOf(own)).toContain('node:fs');
  expect(dirname(own)).toBe('test');
});
