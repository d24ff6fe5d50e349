import { probeEnvironment, targetsEnvironment } from '../../../contract/private-environment';
import {
  limitsOf,
  policyOf,
  readEnvironment,
  readVariables,
  textList,
  textTable,
} from '../../../lambda/aws/environment';

test('every variable that is missing or wrong is named at once', () => {
  const variables = { RETENTION_DAYS: 'soon', MAXIMUM_FAILURES: '0', TENANTS_BY_KEY_ID: '[' };
  expect(() =>
    readEnvironment(variables, read => ({
      table: read.text('tableName'),
      policy: policyOf(read),
      tenants: read.json('tenantsByKeyId', textTable),
    })),
  ).toThrow(
    /JOBS_TABLE_NAME is not set; MAXIMUM_FAILURES must be a number above 0; RETENTION_DAYS must be a number above 0; TENANTS_BY_KEY_ID is not the JSON/,
  );
});

test('what is optional may be missing', () => {
  const read = readEnvironment({}, reader => ({
    topic: reader.optional('finishedTopicArn'),
    tenants: reader.json('tenantsByKeyId', textTable),
  }));
  expect(read).toEqual({ topic: undefined, tenants: {} });
});

test('a tenant has its own limits, or those of all others', () => {
  const limits = limitsOf({ '*': { unfinished: 5 }, acme: { running: 2 } });
  expect(limits?.('acme')).toEqual({ running: 2 });
  expect(limits?.('umbrella')).toEqual({ unfinished: 5 });
  expect(limitsOf({})?.('anybody')).toEqual({});
});

test.each([
  ['a limit that is not a number', { '*': { unfinished: 5 }, acme: { unfinished: 'many' } }],
  ['a limit of a kind that there is not', { acme: { unfinishd: 5 } }],
  ['a tenant without limits', { acme: null }],
  ['a list', [{ unfinished: 5 }]],
])('%s is reported, because the tenant would have none', (_, limits) => {
  expect(() =>
    readEnvironment({ TENANT_LIMITS: JSON.stringify(limits) }, read => read.json('tenantLimits', limitsOf)),
  ).toThrow('TENANT_LIMITS is not the JSON it must be');
});

test.each([[{ key: 'acme', other: 7 }], [['acme']], ['acme']])('%j is no table of texts', value => {
  expect(textTable(value)).toBeUndefined();
});

test('a function of private APIs is told everything that is wrong at once, too', () => {
  expect(() =>
    readVariables(targetsEnvironment, { TARGET_PORT: 'http' }, read => ({
      targetGroupArn: read.text('targetGroupArn'),
      port: read.positive('port'),
    })),
  ).toThrow('TARGET_GROUP_ARN is not set; TARGET_PORT must be a number above 0.');
});

test.each([[undefined], ['"/health"'], ['["/health", 7]']])('%s is no list of paths', paths => {
  expect(() =>
    readVariables(probeEnvironment, { PROBE_PATHS: paths }, read => read.json('paths', textList)),
  ).toThrow('PROBE_PATHS is not the JSON it must be');
});

test('a function that ends jobs has each of them published though it does not know the topic', () => {
  const variables = { MAXIMUM_FAILURES: '5', RETENTION_DAYS: '30', NOTIFICATIONS_QUEUE_URL: 'http://queue' };
  expect(readEnvironment(variables, policyOf)).toMatchObject({ publishes: true });
});
