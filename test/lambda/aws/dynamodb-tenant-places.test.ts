import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbTenantPlaces } from '../../../lambda/aws/dynamodb-tenant-places';
import { startDynamoDb } from './services';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.stop());

test('as many places as the limit are taken, each once, however many ask at once', async () => {
  const places = dynamoDbTenantPlaces(dynamoDb.client, 'jobs');
  const take = (place: string) => places.take('acme', 'running', place, 3);
  const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => take(`job-${index}`)));
  expect(taken.filter(Boolean)).toHaveLength(3);
  const { taken: held } = await places.read('acme', 'running');
  expect(held).toHaveLength(3);
  expect(await take(held[0]!)).toBe(true);
  expect(await places.take('umbrella', 'running', 'x', 1)).toBe(true);
  await places.free('acme', 'running', [held[0]!], 100);
  expect(await take('late')).toBe(true);
  await places.free('acme', 'running', [held[1]!, 'never taken'], 900);
  expect(await places.read('acme', 'running')).toMatchObject({ freedAt: 900, freedBefore: 100 });
});

test('an item that can hold no more is a limit too', async () => {
  const documents = mockClient(DynamoDBDocumentClient);
  const places = dynamoDbTenantPlaces(new DynamoDBClient({ region: 'us-east-1' }), 'jobs');
  const full = Object.assign(new Error('Item size to update has exceeded the maximum allowed size'), {
    name: 'ValidationException',
  });
  documents.on(UpdateCommand).rejects(full);
  expect(await places.take('acme', 'running', 'x', 1_000_000)).toBe(false);
  documents.restore();
});

test('a tenant that never had a place has none taken', async () => {
  const places = dynamoDbTenantPlaces(dynamoDb.client, 'jobs');
  expect(await places.read('nobody', 'running')).toEqual({ taken: [] });
});
