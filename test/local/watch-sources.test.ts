import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
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
