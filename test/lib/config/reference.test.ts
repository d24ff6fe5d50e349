import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageCheck } from '../../../lib/config/stage-config';
import { projectRoot } from '../../../lib/handlers/project';
import { configurationReference } from './reference';

const path = join(projectRoot, 'docs', 'configuration.md');
const mark =
  '<!-- From here on made from lib/config; UPDATE_DOCS=1 npx jest test/lib/config/reference makes it anew. -->\n';

it('is in docs/configuration.md as the types say it', () => {
  const [intro = '', written] = readFileSync(path, 'utf8').split(mark);
  const reference = `\n${configurationReference()}`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, `${intro}${mark}${reference}`);
  else expect(written).toBe(reference);
});

it('tells every part of a stage with a sentence, and each optional one with its default', () => {
  const [stage = ''] = configurationReference().split(/\n(?=## )/);
  const rows = stage.split('\n').filter(line => line.startsWith('| `'));
  const allowed: string[] = [];
  stageCheck({ unknown: 1 }, '', problem => allowed.push(problem.allowed));
  expect(rows.map(row => /`(\w+)`/.exec(row)![1])).toEqual(allowed[0]!.split(', '));
});

it('leaves no field without a sentence, nor an optional one without a default', () => {
  const rows = configurationReference()
    .split('\n')
    .filter(line => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(80);
  const incomplete = rows.filter(row =>
    row
      .replaceAll('\\|', '/')
      .split('|')
      .slice(3, 5)
      .some(cell => cell.trim() === ''),
  );
  expect(incomplete).toEqual([]);
});
