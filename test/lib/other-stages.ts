import type { StageConfig } from '../../lib/config';

const queueFunction = 'arn:aws:lambda:eu-central-1:123456789012:function:reports';

/** Stages that have, between them, whatever the stages of this project do not use. */
export const otherStages: Readonly<Record<string, StageConfig>> = {
  edge: {
    account: '123456789012',
    region: 'eu-central-1',
    endpoint: 'edge',
    authorization: { mode: 'iam', keyRequired: true, routes: { 'GET /jobs': 'none' } },
    domain: {
      name: 'api.example.org',
      zone: { from: 'id', id: 'Z0123456789EXAMPLE', name: 'example.org' },
      securityPolicy: 'TLS_1_0',
    },
    tracing: { active: false },
    logs: { level: 'OFF', fullData: true, accessFields: { requestId: '$context.requestId' } },
    submissionTopics: [{ name: 'orders', tenant: 'shop' }],
    schedules: [
      {
        name: 'nightly',
        expression: 'cron(0 2 * * ? *)',
        timeZone: 'Europe/Berlin',
        tenant: 'shop',
        job: { name: 'nightly report', type: 'echo', input: { day: 'yesterday' } },
      },
    ],
    jobs: {
      remoteFunctions: {
        reports: queueFunction,
        elsewhere: 'arn:aws:lambda:us-west-2:210987654321:function:pictures',
      },
    },
    state: { deletionProtection: false, customerKey: true },
  },
  requests: {
    keySource: 'authorizer',
    authorization: {
      mode: 'lambda',
      type: 'request',
      identitySources: ['method.request.header.Authorization', 'method.request.querystring.token'],
      cacheSeconds: 0,
      jwt: {
        issuer: 'https://login.example.org',
        audience: ['jobs'],
        jwksUrl: 'https://login.example.org/keys',
        algorithm: 'ES256',
        tenantClaim: 'tenant',
        usageKeyClaim: 'plan_key',
        clockToleranceSeconds: 5,
      },
    },
    domain: {
      name: 'shared.example.org',
      zone: { from: 'id', id: 'Z0123456789EXAMPLE', name: 'example.org' },
      basePath: 'jobs/v2',
      shared: true,
    },
    plans: [
      {
        name: 'shared',
        keys: [{ name: 'elsewhere', tenant: 'shop', existingId: 'abcdef0123' }],
        otherStages: [{ apiId: 'zyxwvu9876', stage: 'beta' }],
      },
    ],
    cors: { origins: ['*'], headers: ['X-Api-Key'], maxAgeSeconds: 60 },
    waf: { managedRules: ['AWSManagedRulesCommonRuleSet'], allow: ['192.0.2.0/24', '2001:db8::/48'] },
    budget: { monthlyDollars: 20, emails: ['ops@example.org'], actualPercent: [50], forecastPercent: [] },
  },
  foreign: {
    authorization: {
      mode: 'lambda',
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:decide',
      identitySources: ['method.request.header.X-Token'],
    },
  },
  people: { authorization: { mode: 'cognito', cacheSeconds: 60 } },
  pool: {
    authorization: {
      mode: 'cognito',
      userPoolArn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEf123',
      scopes: ['api/jobs'],
    },
  },
};
