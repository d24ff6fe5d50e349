import type { Mistake } from './wrong-plans';

const zone = { from: 'id', id: 'Z0123456789', name: 'example.com' };
const domain = { name: 'api.example.com', zone };
const lambda = { mode: 'lambda', jwt: { issuer: 'https://login.example.com', audience: ['jobs'] } };
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
  'a range that the firewall both lets pass and refuses': {
    config: { waf: { allow: ['10.0.0.0/8', '11.0.0.0/8'], deny: ['198.51.100.0/24', '11.0.0.0/8'] } },
    path: 'waf.deny[1]',
    received: '11.0.0.0/8',
    allowed: /one of the lists/,
  },
  'a group of rules that AWS does not have': {
    config: { waf: { managedRules: ['AWSManagedRulesCommonRulesSet'] } },
    path: 'waf.managedRules[0]',
    received: 'AWSManagedRulesCommonRulesSet',
    allowed: /AWSManagedRulesCommonRuleSet/,
  },
  'an IPv6 range that begins in its middle': {
    config: { allowedIps: ['2001:db8::1/32'] },
    path: 'allowedIps[0]',
    received: '2001:db8::1/32',
    allowed: /by its first address/,
  },
  'more ranges than a firewall holds': {
    config: { waf: { deny: Array.from({ length: 10_001 }, (_, at) => `10.${at >> 8}.${at & 255}.0/24`) } },
    path: 'waf.deny',
    received: 10_001,
    allowed: /10000 at most/,
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
  'a certificate of another account': {
    config: {
      account: '111122223333',
      domain: { ...domain, certificate: 'arn:aws:acm:us-east-1:444455556666:certificate/1' },
    },
    path: 'domain.certificate',
    received: '444455556666',
    allowed: /111122223333/,
  },
  'a name that no certificate holds': {
    config: { domain: { ...domain, name: `${'a'.repeat(60)}.example.com` } },
    path: 'domain.name',
    received: `${'a'.repeat(60)}.example.com`,
    allowed: /64 characters/,
  },
  'old TLS with a base path of several levels': {
    config: { domain: { ...domain, basePath: 'jobs/v1', securityPolicy: 'TLS_1_0' } },
    path: 'domain.securityPolicy',
    received: 'TLS_1_0',
    allowed: /TLS_1_2/,
  },
  "API Gateway's word for no base path": {
    config: { domain: { ...domain, basePath: '(none)' } },
    path: 'domain.basePath',
    received: '(none)',
    allowed: /path segments/,
  },
  'an edge certificate beside a stage in any region': {
    config: { endpoint: 'edge', domain },
    path: 'region',
    received: undefined,
    allowed: /us-east-1/,
  },
  'a limit of a tenant that no token can name': {
    config: { authorization: lambda, jobs: { limits: { acme: { running: 1 }, 'jwt:acme': { running: 1 } } } },
    path: 'jobs.limits.acme',
    received: 'acme',
    allowed: /jwt:…/,
  },
  'a limit of a tenant of another mode': {
    config: { jobs: { limits: { acme: { running: 1 }, 'cognito:acme': { running: 1 } } } },
    path: 'jobs.limits["cognito:acme"]',
    received: 'cognito:acme',
    allowed: /a tenant of a key/,
  },
  'a schedule of nobody who can be told': {
    config: { schedules: [{ ...tick, tenant: 'saml:acme' }] },
    path: 'schedules[0].tenant',
    received: 'saml:acme',
    allowed: /jwt:, iam: or cognito: in front/,
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
  'a variable of the stage that is too long': {
    config: { variables: { release: 'x'.repeat(513) } },
    path: 'variables.release',
    received: 'x'.repeat(513),
    allowed: /1 to 512/,
  },
  'a long name of a variable': {
    config: { variables: { ['x'.repeat(65)]: 'y' } },
    path: `variables.${'x'.repeat(65)}`,
    received: 'x'.repeat(65),
    allowed: /64 at most/,
  },
  'more variables than a stage has': {
    config: { variables: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`v${at}`, 'x'])) },
    path: 'variables',
    received: 101,
    allowed: /100 at most/,
  },
};
