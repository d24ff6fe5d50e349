import { spawnSync } from 'node:child_process';
import { ConfigurationError, resolveStage } from '../../../lib/config';
import type { Problem } from '../../../lib/config/check';
import { projectRoot } from '../../../lib/handlers/project';
import { stageNames } from '../../../lib/load-stage';
import { domain, mistakes } from './wrong-configs';

function problemsOf(config: unknown): readonly Problem[] {
  try {
    resolveStage('test', config);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

it.each(Object.entries(mistakes))(
  '%s is one problem with what, received, allowed and remedy',
  (_name, mistake) => {
    const problems = problemsOf(mistake.config);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: mistake.path, received: mistake.received });
    expect(problems[0]!.allowed).toMatch(mistake.allowed);
    expect(problems[0]!.what).not.toBe('');
    expect(problems[0]!.remedy).not.toBe('');
  },
);

it('reports all problems of a config at once, each in four lines', () => {
  const config = {
    region: 'Frankfurt',
    plans: [{ name: 'free', throttle: { rate: 20, burst: 10 }, quota: { limit: 0, period: 'YEAR' } }],
    allowedIps: ['everywhere'],
    domain: { ...domain, name: 'api.example.org' },
  };
  expect(() => resolveStage('test', config)).toThrow(
    [
      'config/test.ts has 6 problems:',
      '  region is malformed.',
      '    received: "Frankfurt"',
      '    allowed: a region like eu-central-1',
      '    remedy: write the region as AWS does',
      '  plans[0].throttle.burst is below the rate.',
      '    received: 10',
    ].join('\n'),
  );
});

it.each(stageNames())('stage %s of this project has no problem', name => {
  expect(() => require(`../../../config/${name}.ts`)).not.toThrow();
});

it('ends the app with status 1 and the message alone, without a stack trace', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/run.js', 'app'], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'nowhere' }) },
  });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('config/nowhere.ts has a problem:\n  stage is unknown.\n    received: "nowhere"');
  expect(stderr).not.toMatch(/\n\s+at /);
});
