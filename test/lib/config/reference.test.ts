import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cognitoAuthorizationDefaults } from '../../../lib/config/authorization/cognito';
import { jwtDefaults } from '../../../lib/config/authorization/jwt';
import { lambdaAuthorizationDefaults } from '../../../lib/config/authorization/lambda';
import { budgetDefaults } from '../../../lib/config/budget';
import { corsDefaults } from '../../../lib/config/cors';
import { domainDefaults } from '../../../lib/config/domain';
import { functionDefaults, workerDefaults } from '../../../lib/config/functions';
import { jobsDefaults } from '../../../lib/config/jobs';
import { logsDefaults } from '../../../lib/config/logs';
import { stageCheck } from '../../../lib/config/stage-config';
import { tracingDefaults } from '../../../lib/config/tracing';
import { wafDefaults } from '../../../lib/config/waf';
import { projectRoot } from '../../../lib/handlers/project';
import { configurationReference, documentedDefaults } from './reference';

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

it.each(
  Object.entries({
    FunctionConfig: functionDefaults,
    WorkerConfig: workerDefaults,
    JobsConfig: jobsDefaults,
    LogsConfig: logsDefaults,
    TracingConfig: tracingDefaults,
    CorsConfig: corsDefaults,
    WafConfig: wafDefaults,
    BudgetConfig: budgetDefaults,
    DomainConfig: domainDefaults,
    JwtConfig: jwtDefaults,
    LambdaAuthorization: lambdaAuthorizationDefaults,
    CognitoAuthorization: cognitoAuthorizationDefaults,
  }),
)('tells the defaults of %s that are used', (name, used) => {
  const documented = documentedDefaults(name);
  for (const [field, value] of Object.entries(used)) {
    // Defaults that are told in words stand for nothing or for more than a line holds.
    const literal = /^[\d'[]|^(true|false)$/.test(documented[field] ?? '');
    const told = literal ? JSON.parse(documented[field]!.replaceAll("'", '"')) : 'in words';
    expect([field, told]).toEqual([field, literal ? value : 'in words']);
    if (!literal) expect(typeof value).toBe('object');
  }
});
