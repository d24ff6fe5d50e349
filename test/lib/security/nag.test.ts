import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { newApp } from '../../../lib/app';
import { resolveStage, type Stage } from '../../../lib/config';
import { addJobgate } from '../../../lib/jobgate';
import { loadStage, stageNames } from '../../../lib/load-stage';
import { otherStages } from '../other-stages';

const stages: readonly Stage[] = [
  ...stageNames().map(loadStage),
  ...Object.entries(otherStages).map(([name, config]) => resolveStage(name, config)),
];

/** A synthesized app: cross-stack references have their final form only then. */
function synthesized(stage: Stage): App {
  const app = newApp();
  addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
  app.synth();
  return app;
}

describe.each(stages.map(stage => [stage.name, stage] as const))('stage %s', (_name, stage) => {
  const app = synthesized(stage);

  it.each([
    ['AwsSolutions', AwsSolutionsChecks],
    ['NIST 800-53 R5', NIST80053R5Checks],
    ['Serverless', ServerlessChecks],
  ])('has no finding of %s that is neither fixed nor acknowledged', (_pack, Pack) => {
    const { violations } = new Pack(app).validateScope(app);
    const findings = violations.map(({ ruleName, violatingResources = [] }) => ({
      rule: ruleName,
      at: violatingResources.map(resource => JSON.stringify(resource)),
    }));
    expect(findings).toEqual([]);
  });

  it('acknowledges what reviewers have seen', () => {
    expect(acknowledgements(app)).toMatchSnapshot();
  });
});

it('finds what is wrong when nothing is acknowledged', () => {
  const app = synthesized(resolveStage('test', {}));
  for (const construct of app.node.findAll()) {
    const metadata = construct.node.metadata.filter(
      entry => entry.type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY,
    );
    Object.defineProperty(construct.node, 'metadata', { get: () => metadata });
  }
  const rules = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-APIG3', 'AwsSolutions-APIG4']));
});

/** Rule and reason → the constructs that it is acknowledged for. */
function acknowledgements(app: App): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const construct of app.node.findAll()) {
    for (const entry of construct.node.metadata) {
      if (entry.type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
      for (const [id, reason] of Object.entries(entry.data as Record<string, unknown>)) {
        const rule = `${id.replace(/^annotation::/i, '')}: ${JSON.stringify(reason)}`;
        found[rule] = [...new Set([...(found[rule] ?? []), construct.node.path])].sort();
      }
    }
  }
  return found;
}
