/** Whether a stage that is deployed can become another one by a plain deploy. */
import { join } from 'node:path';
import { newApp } from '../../lib/app';
import { resolveStage, type StageConfig } from '../../lib/config';
import { projectRoot } from '../../lib/handlers/project';
import { addJobgate, type ImageSource } from '../../lib/jobgate';
import { changes, inTwoSteps, topics } from './changed-stages';
import { hindrances, type Stacks, stacksOf } from './hindrances';

jest.setTimeout(120_000);
const digest: ImageSource = { digest: `sha256:${'a'.repeat(64)}` };

function templates(config: StageConfig, source = digest): Stacks {
  const app = newApp();
  addJobgate(app, resolveStage('test', config), source);
  return stacksOf(app);
}

describe.each(Object.entries(changes))('stages that differ in %s', (_group, configs) => {
  it('follow each other in one deploy', () => {
    const states = configs.map(config => templates(config));
    const found = states.flatMap((before, from) =>
      states.flatMap((after, to) => hindrances(before, after).map(what => `${from} → ${to}: ${what}`)),
    );
    expect(found).toEqual([]);
  });
});

it('takes its image from another place, or gets a topic, in one deploy', () => {
  const states = [
    templates({}),
    templates({}, { directory: join(projectRoot, 'lambda') }),
    templates({ submissionTopics: topics }),
  ];
  expect(hindrances(states[0]!, states[1]!)).toEqual([]);
  expect(hindrances(states[1]!, states[0]!)).toEqual([]);
  expect(hindrances(states[0]!, states[2]!)).toEqual([]);
});

it.each(inTwoSteps)('is hindered when %s', (_what, before, after) => {
  expect(hindrances(templates(before), templates(after))).not.toEqual([]);
});
