import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import fc from 'fast-check';
import { newApp } from '../../lib/app';
import { ConfigurationError, resolveStage, type Stage } from '../../lib/config';
import { addJobgate } from '../../lib/jobgate';
import { anyConfig } from './any-config';

/** The stage of a config; undefined where the checks refuse it. */
function checked(config: unknown): Stage | undefined {
  try {
    return resolveStage('any', config);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

it('a config that passes the checks is synthesized, and leaves no finding of cdk-nag', () => {
  let stages = 0;
  fc.assert(
    fc.property(anyConfig, config => {
      const stage = checked(config);
      fc.pre(stage !== undefined);
      stages += 1;
      const app = newApp();
      addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
      app.synth();
      const findings = [AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks].flatMap(Pack =>
        new Pack(app).validateScope(app).violations.map(({ ruleName }) => ruleName),
      );
      expect(findings).toEqual([]);
    }),
    { numRuns: 12 },
  );
  expect(stages).toBe(12);
}, 120_000);
