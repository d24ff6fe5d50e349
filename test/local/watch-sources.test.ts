import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchSources } from '../../local/watch-sources';

let stop: () => void = () => undefined;
afterEach(() => stop());

test('changes below a watched folder that come together are one change; those during a reload are one more', async () => {
  const project = mkdtempSync(join(tmpdir(), 'jobgate-watch-'));
  mkdirSync(join(project, 'src', 'deep'), { recursive: true });
  writeFileSync(join(project, 'cdk.json'), JSON.stringify({ watch: { include: ['src/**', 'absent/**'] } }));
  const write = (name: string) => writeFileSync(join(project, 'src', name), String(Math.random()));
  let changes = 0;
  let finish: () => void = () => undefined;
  const begun: (() => void)[] = [];
  const nextBegin = () => new Promise<void>(resolve => begun.push(resolve));
  const first = nextBegin();
  stop = watchSources(project, undefined, () => {
    changes++;
    begun.shift()?.();
    return new Promise(resolve => {
      finish = resolve;
    });
  });
  for (const name of ['a.ts', 'b.ts', 'deep/c.ts']) write(name);
  await first;
  const second = nextBegin();
  // The change is seen while the first reload runs, or right after it: either way it is one more.
  write('a.ts');
  finish();
  await second;
  expect(changes).toBe(2);
});

describe('a change is seen', () => {
  const next: (() => void)[] = [];
  const change = () => new Promise<void>(resolve => next.push(resolve));
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobgate-watch-'));
    writeFileSync(join(folder, 'a.ts'), '');
    stop = watchSources(folder, [folder], async () => next.shift()?.());
  });

  test('in a file that was replaced before', async () => {
    const replaced = change();
    writeFileSync(join(folder, 'new'), '1');
    renameSync(join(folder, 'new'), join(folder, 'a.ts'));
    await replaced;
    const written = change();
    writeFileSync(join(folder, 'a.ts'), '2');
    await written;
  });

  test('in a folder that came later, and in one that was replaced', async () => {
    const came = change();
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    await came;
    const written = change();
    writeFileSync(join(folder, 'deep', 'er', 'b.ts'), '1');
    await written;
    const replaced = change();
    rmSync(join(folder, 'deep'), { recursive: true });
    mkdirSync(join(folder, 'deep'));
    await replaced;
    const writtenAgain = change();
    writeFileSync(join(folder, 'deep', 'c.ts'), '1');
    await writtenAgain;
  });
});
