import type { Mistake } from './wrong-plans';

const zone = { from: 'id', id: 'Z0123456789', name: 'example.com' };
const domain = { name: 'api.example.com', zone };
const jwt = { issuer: 'https://login.example.com', audience: ['jobs'] };
const tick = { name: 'n', expression: 'rate(1 day)', tenant: 'acme', job: { name: 'x' } };
const budget = { monthlyDollars: 5, emails: ['ops@example.com'] };

/** Parts that are right by themselves but together mean nothing, or what a service would refuse at deployment. */
export const combinationMistakes: Readonly<Record<string, Mistake>> = {
  'a list without items where one must be': {
    config: { allowedIps: [] },
    path: 'allowedIps',
    received: [],
    allowed: /at least a range/,
  },
  'tokens for nobody': {
    config: { authorization: { mode: 'lambda', jwt: { ...jwt, audience: [] } } },
    path: 'authorization.jwt.audience',
    received: [],
    allowed: /at least an audience/,
  },
  'an address twice': {
    config: { alarms: { emails: ['ops@example.com', 'ops@example.com'] } },
    path: 'alarms.emails[1]',
    received: 'ops@example.com',
    allowed: /each value once/,
  },
  'a stage of another API twice': {
    config: {
      plans: [
        {
          name: 'free',
          otherStages: [
            { apiId: 'abcdef0123', stage: 'beta' },
            { apiId: 'abcdef0123', stage: 'beta' },
          ],
        },
      ],
    },
    path: 'plans[0].otherStages[1]',
    received: 'abcdef0123/beta',
    allowed: /each stage once/,
  },
  'a range that begins in its middle': {
    config: { allowedIps: ['203.0.113.9/24'] },
    path: 'allowedIps[0]',
    received: '203.0.113.9/24',
    allowed: /by its first address/,
  },
  'an IPv6 range that is none': {
    config: { allowedIps: ['2001:db8/32'] },
    path: 'allowedIps[0]',
    received: '2001:db8/32',
    allowed: /2001:db8::/,
  },
  'every address for the firewall, which takes no such range': {
    config: { waf: { deny: ['0.0.0.0/0'] } },
    path: 'waf.deny[0]',
    received: '0.0.0.0/0',
    allowed: /\/1 or more/,
  },
  'a group of rules that AWS does not have': {
    config: { waf: { managedRules: ['AWSManagedRulesCommonRulesSet'] } },
    path: 'waf.managedRules[0]',
    received: 'AWSManagedRulesCommonRulesSet',
    allowed: /AWSManagedRulesCommonRuleSet/,
  },
  'a budget without alerts': {
    config: { budget: { ...budget, actualPercent: [], forecastPercent: [] } },
    path: 'budget',
    received: { actualPercent: [], forecastPercent: [] },
    allowed: /1 to 5 percentages/,
  },
  'more addresses than a budget tells': {
    config: { budget: { ...budget, emails: Array.from({ length: 11 }, (_, at) => `ops${at}@example.com`) } },
    path: 'budget.emails',
    received: 11,
    allowed: /10 addresses/,
  },
  'a minute that no hour has': {
    config: { schedules: [{ ...tick, expression: 'cron(60 8 * * ? *)' }] },
    path: 'schedules[0].expression',
    received: 'cron(60 8 * * ? *)',
    allowed: /cron\(0 8/,
  },
  'both days of a cron expression': {
    config: { schedules: [{ ...tick, expression: 'cron(0 8 1 * MON *)' }] },
    path: 'schedules[0].expression',
    received: 'cron(0 8 1 * MON *)',
    allowed: /cron\(0 8/,
  },
  'a day that does not exist': {
    config: { schedules: [{ ...tick, expression: 'at(2030-02-30T12:00:00)' }] },
    path: 'schedules[0].expression',
    received: 'at(2030-02-30T12:00:00)',
    allowed: /at\(2030/,
  },
  'a job that the API would refuse': {
    config: { schedules: [{ ...tick, job: { name: 'x'.repeat(201) } }] },
    path: 'schedules[0].job.name',
    received: 'x'.repeat(201),
    allowed: /1 to 200 characters/,
  },
  'a wildcard for the zone itself': {
    config: { domain: { ...domain, name: 'example.com', certificate: 'wildcard' } },
    path: 'domain.certificate',
    received: 'example.com',
    allowed: /one label/,
  },
  'a shared domain without a base path, which would take it whole': {
    config: { domain: { ...domain, shared: true } },
    path: 'domain.basePath',
    received: undefined,
    allowed: /a base path of its own/,
  },
  'a certificate for a domain that is made elsewhere': {
    config: { domain: { ...domain, shared: true, basePath: 'jobs', certificate: 'wildcard' } },
    path: 'domain.certificate',
    received: 'wildcard',
    allowed: /the service that makes the domain/,
  },
  'an edge certificate beside a stage in any region': {
    config: { endpoint: 'edge', domain },
    path: 'region',
    received: undefined,
    allowed: /us-east-1/,
  },
  'routes without the authorizer that gives the key': {
    config: {
      keySource: 'authorizer',
      authorization: {
        mode: 'lambda',
        jwt: { ...jwt, usageKeyClaim: 'key' },
        routes: { 'GET /jobs': 'iam' },
      },
    },
    path: 'authorization.routes',
    received: { 'GET /jobs': 'iam' },
    allowed: /none with keySource/,
  },
  'authorization of a route that is open to everyone': {
    config: { authorization: { mode: 'iam', routes: { 'GET /health': 'none' } } },
    path: 'authorization.routes["GET /health"]',
    received: 'GET /health',
    allowed: /^POST \/jobs, /,
  },
  'a scope that a new pool does not know': {
    config: { authorization: { mode: 'cognito', scopes: ['read'] } },
    path: 'authorization.scopes[0]',
    received: 'read',
    allowed: /jobgate\/<name>/,
  },
  'limits of more tenants than an environment holds': {
    config: {
      jobs: {
        limits: Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`t${at}`, { running: 100 }])),
      },
    },
    path: '',
    received: expect.objectContaining({ 'jobs.limits': expect.any(Number) }),
    allowed: /2500 bytes/,
  },
  'what JSON cannot say': {
    config: { throttle: { rate: Number.NaN, burst: 5 } },
    path: 'throttle.rate',
    received: Number.NaN,
    allowed: /a number from 0/,
  },
};
