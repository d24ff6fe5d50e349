/** Stage configs by what they differ in. Any two of a group may follow each other in one deploy. */
import type { StageConfig } from '../../lib/config';
import type { PlanConfig } from '../../lib/config/plans';

const account = '123456789012';
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${account}:function:${name}`;
const jwt = { issuer: 'https://login.example.com/', audience: ['jobs'] };
const free: PlanConfig = {
  name: 'free',
  throttle: { rate: 5, burst: 10 },
  quota: { limit: 1000, period: 'DAY' },
  keys: [
    { name: 'ann', tenant: 'acme' },
    { name: 'bob', tenant: 'acme' },
  ],
};
const pro: PlanConfig = { name: 'pro', keys: [{ name: 'cleo', tenant: 'cleo' }] };
const lent = (name: string): StageConfig => ({
  plans: [{ ...free, keys: [{ name, tenant: 'acme', existingId: 'abcdefghij' }] }],
});

const authorization: readonly StageConfig[] = [
  {},
  { authorization: { mode: 'none', routes: { 'GET /jobs': 'iam' } } },
  { authorization: { mode: 'iam', keyRequired: false } },
  { authorization: { mode: 'lambda', jwt } },
  {
    authorization: {
      mode: 'lambda',
      jwt: { ...jwt, audience: ['others'] },
      validationExpression: '^Bearer .+$',
    },
  },
  {
    authorization: {
      mode: 'lambda',
      jwt,
      type: 'request',
      identitySources: ['method.request.header.X-Token', 'method.request.querystring.token'],
    },
  },
  { keySource: 'authorizer', authorization: { mode: 'lambda', jwt: { ...jwt, usageKeyClaim: 'key' } } },
  { authorization: { mode: 'lambda', functionArn: functionArn('decide') } },
  { authorization: { mode: 'lambda', functionArn: functionArn('other'), type: 'request' } },
  { authorization: { mode: 'cognito' } },
  { authorization: { mode: 'cognito', scopes: ['jobgate/submit'], routes: { 'GET /jobs': 'iam' } } },
  {
    authorization: {
      mode: 'cognito',
      userPoolArn: `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abcdefghi`,
    },
  },
];

const plans: readonly StageConfig[] = [
  { plans: [free, pro] },
  { plans: [] },
  { plans: [{ ...free, throttle: undefined, quota: undefined, description: 'another' }, pro] },
  { plans: [{ ...free, routes: { 'POST /jobs': { rate: 1, burst: 2 } } }, pro] },
  { plans: [{ ...free, name: 'gratis' }, pro] },
  { plans: [pro] },
  {
    plans: [
      { ...free, keys: free.keys?.slice(1) },
      { ...pro, keys: [...pro.keys!, free.keys![0]!] },
    ],
  },
  { plans: [{ ...free, keys: free.keys?.map(key => ({ ...key, enabled: false, tenant: 'other' })) }, pro] },
  { plans: [{ ...free, otherStages: [{ apiId: 'abcdefghij', stage: 'x' }] }] },
  lent('lent'),
  lent('lent-again'),
];

const gateway: readonly StageConfig[] = [
  {},
  { cors: { origins: ['https://a.example.com'] } },
  { cors: { origins: ['https://a.example.com', 'https://b.example.com'], credentials: true } },
  { validation: 'full' },
  {
    variables: { a: 'b' },
    throttle: { rate: 10, burst: 20, routes: { 'POST /jobs': { rate: 1, burst: 2 } } },
  },
  { logs: { level: 'INFO', fullData: true, retentionDays: 7 }, tracing: { active: false } },
  { logs: { level: 'OFF' } },
  { allowedIps: ['203.0.113.0/24'] },
  { allowedIps: ['198.51.100.0/24', '2001:db8::/32'] },
  { endpoint: 'edge' },
  { waf: {} },
  { waf: { allow: ['192.0.2.0/24'], deny: ['2001:db8::/32'], managedRules: ['AWSManagedRulesSQLiRuleSet'] } },
];

const place = { account, region: 'us-east-1' };
const remote = (remoteFunctions: Readonly<Record<string, string>>): StageConfig => ({
  ...place,
  jobs: { remoteFunctions },
});
export const topics = [{ name: 'orders', tenant: 'acme' }];
const schedule = { name: 'nightly', expression: 'rate(1 day)', tenant: 'acme', job: { name: 'tidy' } };
const around: readonly StageConfig[] = [
  place,
  { ...place, alarms: { emails: ['a@example.com'] } },
  { ...place, alarms: { emails: ['b@example.com', 'c@example.com'] }, schedules: [schedule] },
  { ...place, budget: { monthlyDollars: 5, emails: ['a@example.com'] } },
  { ...place, budget: { monthlyDollars: 6, emails: ['b@example.com'], actualPercent: [50] } },
  { ...place, schedules: [{ ...schedule, expression: 'cron(0 12 * * ? *)', tenant: 'bob' }] },
  {
    ...place,
    worker: { memoryMegabytes: 2048, reservedConcurrency: 20, concurrency: 20 },
    api: { reservedConcurrency: 5 },
  },
  { ...place, state: { removal: 'destroy', deletionProtection: false } },
  remote({ one: functionArn('first') }),
  remote({ two: functionArn('first') }),
  remote({ one: functionArn('second'), two: functionArn('first') }),
  remote({ one: functionArn('first'), two: functionArn('first') }),
];

const domain = (own: object = {}): StageConfig => ({
  ...place,
  domain: {
    name: 'jobs.example.com',
    zone: { from: 'id', id: 'Z0123456789EXAMPLE', name: 'example.com' },
    ...own,
  },
});
const certificate = `arn:aws:acm:us-east-1:${account}:certificate/0f0f`;
const address: readonly StageConfig[] = [
  place,
  domain(),
  domain({ executeApiEndpoint: false }),
  domain({ basePath: 'v1' }),
  domain({ basePath: 'jobs/v1' }),
  domain({ basePath: 'jobs/v2' }),
  domain({ certificate: 'wildcard' }),
  domain({ certificate }),
  domain({ securityPolicy: 'TLS_1_0' }),
  domain({ name: 'api.example.com' }),
  domain({ shared: true, basePath: 'v1' }),
];

export const changes = { authorization, plans, gateway, around, address } as const;

/** What goes in two steps, as docs/configuration.md says. */
export const inTwoSteps: readonly (readonly [what: string, before: StageConfig, after: StageConfig])[] = [
  ['a topic is removed', { submissionTopics: topics }, {}],
  [
    'a topic is renamed',
    { submissionTopics: topics },
    { submissionTopics: [{ name: 'sales', tenant: 'acme' }] },
  ],
  ['compression is no longer asked for', { minimumCompressionBytes: 1024 }, {}],
  ['the key of the stage is given up', { state: { customerKey: true } }, {}],
];
