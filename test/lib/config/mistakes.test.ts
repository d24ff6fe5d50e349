import { spawnSync } from 'node:child_process';
import { ConfigurationError, resolveStage } from '../../../lib/config';
import type { Problem } from '../../../lib/config/check';
import { projectRoot } from '../../../lib/handlers/project';
import { stageNames } from '../../../lib/load-stage';
import { authorizationMistakes } from './wrong-authorization';
import { combinationMistakes } from './wrong-combinations';
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

it.each(Object.entries({ ...mistakes, ...authorizationMistakes, ...combinationMistakes }))(
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
      '    remedy: write the region without a zone letter',
      '  plans[0].throttle.burst is below the rate.',
      '    received: 10',
    ].join('\n'),
  );
});

it('tells the problems of rules beside those of fields, and each only once', () => {
  const key = { name: 'ann', tenant: 'acme' };
  const config = Object.freeze({
    region: 'eu-central-1',
    acount: '123456789012',
    plans: [
      { name: 'free', quota: { limit: 10, period: 'YEAR' }, keys: [key] },
      { name: 'pro', throttle: { rate: 20, burst: 10 }, keys: [key] },
    ],
    domain: {
      ...domain,
      certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      basePath: '/v1/',
    },
    throttle: { rate: 5, burst: 10, routes: { 'GET /nothing': { rate: 2, burst: 1 } } },
    budget: { monthlyDollars: 0, emails: [] },
  });
  expect(problemsOf(config).map(({ path }) => path)).toEqual([
    'acount',
    'plans[0].quota.period',
    'plans[1].throttle.burst',
    'plans[1].keys[0].name',
    'domain.basePath',
    'throttle.routes["GET /nothing"]',
    'throttle.routes["GET /nothing"].burst',
    'budget.monthlyDollars',
    'budget.emails',
    'domain.certificate',
  ]);
});

it('takes a wrong part for wrong and not for missing', () => {
  const lookup = { ...domain, zone: { from: 'lookup', name: 'example.com' } };
  const config = { account: 'ours', region: 'eu-central-1', domain: lookup };
  expect(problemsOf(config).map(({ path }) => path)).toEqual(['account']);
});

it.each([
  ['plnas', 'write plans'],
  ['thottle', 'write throttle'],
  ['allowedIPs', 'write allowedIps'],
  ['authorisation', 'write authorization'],
  ['kubernetes', 'remove it or choose one of these'],
  ['__proto__', 'remove it or choose one of these'],
])('to %s says: %s', (name, remedy) => {
  expect(problemsOf(JSON.parse(`{"${name}": 1}`))).toMatchObject([{ path: name, remedy }]);
});

it.each([
  [{ throttle: { rate: 5n, burst: 5 } }, 'received: 5n'],
  [{ throttle: { rate: Number.NaN, burst: 5 } }, 'received: NaN'],
  [{ plans: () => [] }, 'received: [Function: plans]'],
  [{ plans: null }, 'received: null'],
])('shows what it received where JSON has no word for it: %p', (config, shown) => {
  expect(() => resolveStage('test', config)).toThrow(shown);
});

it.each(['requestId', 'extendedRequestId'])('takes an access log that tells requests by their %s', id => {
  expect(problemsOf({ logs: { accessFields: { id: `$context.${id}` } } })).toEqual([]);
});

it('takes names below a top-level domain of any script, in the letters that DNS has for it', () => {
  const name = 'xn--e1afmkfd.xn--p1ai';
  expect(problemsOf({ domain: { name, zone: { from: 'new', name } } })).toEqual([]);
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
