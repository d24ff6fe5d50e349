/** Configs at random: every option of a stage, right by itself; now and then two of them contradict each other. */
import fc from 'fast-check';

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** A record of which each field may be left out. */
const partial = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(fields, { requiredKeys: [] });

const bucket = fc.record({ rate: some(0, 0.5, 5), burst: some(5, 2000) });
const routeThrottles = fc.dictionary(
  some('POST /jobs', 'GET /jobs/{jobId}', 'POST /jobs/{jobId}/cancel', 'GET /health'),
  bucket,
  { maxKeys: 3 },
);
const plan = (name: string) =>
  partial({
    description: some('D — é', 'for "tests"'),
    throttle: bucket,
    quota: some({ limit: 5, period: 'DAY' }, { limit: 5, period: 'MONTH', offset: 27 }),
    routes: routeThrottles,
    keys: some(
      [{ name: `${name}-1`, tenant: 't' }],
      [
        { name: `${name}.2`, tenant: 't', enabled: false },
        { name: `${name}_3`, tenant: 'u@v' },
      ],
    ),
    otherStages: some([{ apiId: 'abcdef0123', stage: 'x' }]),
  }).map(fields => ({ ...fields, name }));

const jwt = { issuer: 'https://login.example.com', audience: ['jobs'] };
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:decide';
const routes = fc.dictionary(some('POST /jobs', 'GET /usage'), some('none', 'iam'), { maxKeys: 2 });
const cacheSeconds = some(0, 300, 3600, undefined);
const authorization = fc.oneof(
  fc.record({ mode: some('none', 'iam'), routes }),
  fc.record({
    mode: some('lambda'),
    jwt: some<object>(jwt, { ...jwt, algorithm: 'EdDSA' }),
    cacheSeconds,
    routes,
  }),
  fc.record({
    mode: some('lambda'),
    functionArn: some(functionArn, `${functionArn}:live`),
    type: some('request'),
    identitySources: some(['method.request.header.X'], ['context.httpMethod', 'stageVariables.a']),
    cacheSeconds,
  }),
  fc.record({ mode: some('cognito'), scopes: some([], ['jobgate/a', 'jobgate/b']), cacheSeconds, routes }),
  fc.record({
    mode: some('cognito'),
    userPoolArn: some('arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab'),
    scopes: some(['api/jobs'], undefined),
  }),
);

const domain = fc
  .tuple(
    partial({
      certificate: some('exact', 'arn:aws:acm:us-east-1:123456789012:certificate/1-2'),
      basePath: some('v1', 'a/b'),
      securityPolicy: some('TLS_1_0', 'TLS_1_2'),
      executeApiEndpoint: fc.boolean(),
    }),
    some({ from: 'id', id: 'Z0123456789', name: 'example.com' }, { from: 'new', name: 'example.com' }),
    some('example.com', 'a.b.example.com'),
  )
  .map(([options, zone, name]) => ({ ...options, zone, name }));

export const anyConfig = partial({
  account: some('123456789012', undefined),
  region: some('us-east-1', 'eu-central-1', undefined),
  endpoint: some('regional', 'edge'),
  plans: fc.subarray(['a', 'B.b', 'Resource']).chain(names => fc.tuple(...names.map(plan))),
  authorization,
  domain,
  cors: some({ origins: ['*'] }, { origins: ['https://a.b', 'http://c:5'], credentials: true, headers: [] }),
  throttle: fc.tuple(bucket, routeThrottles).map(([all, own]) => ({ ...all, routes: own })),
  allowedIps: some(['10.0.0.0/8'], ['0.0.0.0/0', '2001:db8::/32']),
  waf: some({}, { managedRules: [] }, { allow: ['10.0.0.0/8', '2001:db8::/32'], deny: ['11.0.0.0/8'] }),
  validation: some('coarse', 'full'),
  minimumCompressionBytes: some(0, 10_485_760),
  variables: some({}, { a: 'b' }),
  logs: some({}, { level: 'OFF' }, { level: 'INFO', fullData: true, retentionDays: 3653 }),
  tracing: some({}, { active: false }),
  alarms: some({ emails: ['a@example.com', 'b@example.com'] }),
  budget: some({ monthlyDollars: 1.5, emails: ['a@example.com'], forecastPercent: [] }),
  api: some({ reservedConcurrency: 0 }, { memoryMegabytes: 128 }),
  worker: some({}, { timeoutSeconds: 900, batchSize: 1, concurrency: 1000, reservedConcurrency: 1000 }),
  jobs: some({}, { limits: { '*': { running: 1 } }, remoteFunctions: { r: `${functionArn}:live` } }),
  submissionTopics: some([{ name: 'Submissions', tenant: 't' }]),
  schedules: some([{ name: 'Role', expression: 'rate(1 hour)', tenant: 't', job: { name: 'x' } }]),
  state: some({}, { removal: 'destroy' }, { customerKey: true }, { deletionProtection: false }),
});
