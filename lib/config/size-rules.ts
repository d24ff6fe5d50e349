/** Rules over how much a stage config may ask for before a function or a stack can no longer hold it. */
import { completeJwt } from './authorization/jwt';
import { type Rule, refuse } from './check';
import type { StageConfig } from './stage-config';

/**
 * Lambda refuses environments beyond 4 KB. What a config may make long in the environment of one function is counted
 * here; ids are known only after deployment, so their text is estimated.
 */
const fitsEnvironment: Rule<StageConfig> = (config, _path, report) => {
  const { plans = [], jobs = {}, cors, authorization, submissionTopics = [] } = config;
  const keys = plans.flatMap(plan => plan.keys ?? []);
  const bytes = {
    'tenants of keys': keys.reduce((sum, key) => sum + key.tenant.length + 16, 0),
    'tenants of topics': submissionTopics.reduce((sum, topic) => sum + topic.tenant.length + 140, 0),
    'jobs.limits': size(jobs.limits),
    'jobs.remoteFunctions': size(jobs.remoteFunctions),
    'cors.origins': size(cors?.origins),
    'authorization.routes': size(authorization?.routes),
  };
  if (Object.values(bytes).reduce((sum, part) => sum + part) <= 2500) return;
  const what = 'has more tenants, limits and names than the environment of a function holds';
  const remedy =
    'make keys with npm run jobgate -- keys create, which stores their tenants in the table, or shorten what is longest';
  refuse(report, '', what, bytes, '2500 bytes in all', remedy);
};

/** The same limit, of our authorizer's own environment. */
const tokensFit: Rule<StageConfig> = ({ authorization }, _path, report) => {
  const jwt = authorization?.mode === 'lambda' ? authorization.jwt : undefined;
  if (!jwt || size(completeJwt(jwt)) <= 3000) return;
  const allowed = '3000 bytes as JSON';
  const what = 'is more than the environment of a function holds';
  refuse(
    report,
    'authorization.jwt',
    what,
    size(completeJwt(jwt)),
    allowed,
    'leave audiences out, or shorten them',
  );
};

function size(part: object | undefined): number {
  return part === undefined ? 0 : JSON.stringify(part).length;
}

/** A stack holds 500 resources (CloudFormation quotas); with every option a stage has some 150 besides these. */
const fitsStack: Rule<StageConfig> = (config, _path, report) => {
  const { plans = [], schedules = [], submissionTopics = [], alarms } = config;
  const resources = {
    plans: plans.length,
    'keys, each with its place in a plan': 2 * plans.reduce((sum, plan) => sum + (plan.keys?.length ?? 0), 0),
    schedules: schedules.length,
    'submissionTopics, each with policies': 5 * submissionTopics.length,
    'alarms.emails': alarms?.emails.length ?? 0,
  };
  if (Object.values(resources).reduce((sum, part) => sum + part) <= 300) return;
  const remedy = 'make keys with npm run jobgate -- keys create, and leave out what is most';
  refuse(report, '', 'has more parts than a stack holds', resources, '300 resources in all', remedy);
};

export const sizeRules: readonly Rule<StageConfig>[] = [fitsEnvironment, tokensFit, fitsStack];
