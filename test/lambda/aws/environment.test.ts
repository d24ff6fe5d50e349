import { limitsOf, policyOf, readEnvironment, textTable } from '../../../lambda/aws/environment';

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
  const limits = limitsOf({ '*': { unfinished: 5 }, acme: { running: 2, unfinished: 'many' } });
  expect(limits?.('acme')).toEqual({ running: 2 });
  expect(limits?.('umbrella')).toEqual({ unfinished: 5 });
  expect(limitsOf({})?.('anybody')).toEqual({});
});

test('a function that ends jobs has each of them published though it does not know the topic', () => {
  const variables = { MAXIMUM_FAILURES: '5', RETENTION_DAYS: '30', NOTIFICATIONS_QUEUE_URL: 'http://queue' };
  expect(readEnvironment(variables, policyOf)).toMatchObject({ publishes: true });
});
