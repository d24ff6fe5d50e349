import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import { newApp } from '../../../lib/app';
import { resolveStage, type Stage } from '../../../lib/config';
import { projectRoot } from '../../../lib/handlers/project';
import { addJobgate } from '../../../lib/jobgate';
import { loadStage, stageNames } from '../../../lib/load-stage';
import { otherStages } from '../other-stages';

const stages: readonly Stage[] = [
  ...stageNames().map(loadStage),
  ...Object.entries(otherStages).map(([name, config]) => resolveStage(name, config)),
];
const folder = mkdtempSync(join(tmpdir(), 'validation-'));
beforeAll(() => {
  process.env.CDK_VALIDATION = 'true';
});
afterAll(() => {
  delete process.env.CDK_VALIDATION;
  rmSync(folder, { recursive: true });
});

function appOf(stage: Stage) {
  const app = newApp(join(folder, stage.name));
  addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
  return app;
}

it.each(stages.map(stage => [stage.name, stage] as const))(
  "stage %s passes aws-cdk-lib's validation of templates",
  (_name, stage) => {
    expect(() => appOf(stage).synth()).not.toThrow();
  },
  120_000,
);

it('is a validation that finds what no service takes', () => {
  const app = appOf(resolveStage('wrong', {}));
  const table = (app.node.findChild('Jobgate-wrong-State') as Stack).node
    .findAll()
    .find(construct => (construct as CfnResource).cfnResourceType === 'AWS::DynamoDB::Table') as CfnResource;
  table.addPropertyOverride('BillingMode', 'PER_PETABYTE');
  expect(() => app.synth()).toThrow();
});

const version = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
(version.status === 0 ? it : it.skip)(
  'is clean for cfn-lint (skipped where it is not installed)',
  () => {
    const templates = stageNames().flatMap(name =>
      readdirSync(join(folder, name))
        .filter(file => file.endsWith('.template.json'))
        .map(file => join(folder, name, file)),
    );
    expect(templates.length).toBeGreaterThanOrEqual(4 * stageNames().length);
    const { stdout, status } = spawnSync('cfn-lint', ['--format', 'parseable', '--', ...templates], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
  120_000,
);
