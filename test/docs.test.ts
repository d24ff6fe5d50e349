/** What README.md and docs/ say is there: linked files, headings, npm scripts, and what examples import. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { scripts } from '../package.json';

const root = join(__dirname, '..');
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
const pages = ['README.md', ...inDocs.filter(name => name.endsWith('.md')).map(name => join('docs', name))];
const text = (page: string) => readFileSync(join(root, page), 'utf8');

test.each(pages)('the links of %s lead somewhere', page => {
  const prose = text(page).replace(/```[\s\S]*?```/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter(link => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? join(root, page) : join(root, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(pages)('the commands of %s are scripts of package.json', page => {
  const names = [...text(page).matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name);
  expect(names.filter(name => !(name in scripts))).toEqual([]);
});

test.each(pages)('the examples of %s that name their file import what is there', page => {
  const blocks = [...text(page).matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)];
  const missing = blocks.flatMap(([, file = '', code = '']) =>
    [...code.matchAll(/from '(\.[^']+)'/g)]
      .map(([, target = '']) => relative(root, join(root, dirname(file), `${target}.ts`)))
      .filter(target => !existsSync(join(root, target))),
  );
  expect(missing).toEqual([]);
});

/** As GitHub makes them from headings. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
