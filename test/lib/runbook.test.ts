import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveStage, type Stage } from '../../lib/config';
import { projectRoot } from '../../lib/handlers/project';
import { loadStage, stageNames } from '../../lib/load-stage';
import { otherStages } from './other-stages';
import { resources, synthesizeStage } from './synthesize';

const stages: readonly Stage[] = [
  ...stageNames().map(loadStage),
  ...Object.entries({
    ...otherStages,
    edge: { ...otherStages.edge, alarms: { emails: ['ops@example.org'] } },
  }).map(([name, config]) => resolveStage(name, config)),
];
const sections = new Set(
  [...readFileSync(join(projectRoot, 'docs', 'runbook.md'), 'utf8').matchAll(/^## (.+)$/gm)].map(
    ([, title = '']) => `docs/runbook.md#${title.toLowerCase().replaceAll(' ', '-')}`,
  ),
);

/** The alarms of a stage: what each says, by logical id. */
function alarmsOf(stage: Stage): [string, string][] {
  const alarms = resources<{ AlarmDescription: string }>(
    synthesizeStage(stage).Api,
    'AWS::CloudWatch::Alarm',
  );
  return Object.entries(alarms).map(([id, { Properties }]) => [id, Properties.AlarmDescription]);
}

it.each(stages.map(stage => [stage.name, stage] as const))(
  'has a section for every alarm of stage %s, which the alarm names',
  (_, stage) => {
    const astray = alarmsOf(stage).filter(([, says]) => !sections.has(says.split('; see ')[1] ?? ''));
    expect(astray).toEqual([]);
  },
);

it('sees alarms of queues and functions that few stages have', () => {
  const ids = stages.flatMap(alarmsOf).map(([id]) => id);
  for (const name of ['SubmissionsDeadLetters', 'SubmissionsAge', 'SchedulesErrors', 'ServerErrors'])
    expect(ids).toContainEqual(expect.stringContaining(name));
});
