import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startServices } from '../../../local/services/services';
import { deleteExpired } from '../../../local/services/time-to-live';
import { clientOf, EmbeddedServices } from './embedded-services';

const services = new EmbeddedServices();
beforeAll(() => services.start());
afterAll(() => services.remove());

test('what was written survives a restart of the services', async () => {
  const put = new DynamoDBClient(clientOf(services.endpoints.dynamodb));
  await put.send(new PutItemCommand({ TableName: 'Stack-Table', Item: { pk: { S: 'kept' } } }));
  await new S3Client(clientOf(services.endpoints.objects)).send(
    new PutObjectCommand({
      Bucket: 'stack-bucket',
      Key: 'kept/ü?.txt',
      Body: 'bytes',
      ContentType: 'text/plain',
      Metadata: { a: 'b' },
    }),
  );
  await services.stop();
  await services.start();
  const get = new DynamoDBClient(clientOf(services.endpoints.dynamodb));
  const { Item } = await get.send(
    new GetItemCommand({ TableName: 'Stack-Table', Key: { pk: { S: 'kept' } } }),
  );
  expect(Item).toEqual({ pk: { S: 'kept' } });
  const object = await new S3Client(clientOf(services.endpoints.objects)).send(
    new GetObjectCommand({ Bucket: 'stack-bucket', Key: 'kept/ü?.txt' }),
  );
  expect(await object.Body?.transformToString()).toBe('bytes');
  expect([object.ContentType, object.Metadata]).toEqual(['text/plain', { a: 'b' }]);
});

test('items whose time has passed are deleted, others stay', async () => {
  const dynamodb = new DynamoDBClient(clientOf(services.endpoints.dynamodb));
  const put = (pk: string, ttl: number) =>
    dynamodb.send(
      new PutItemCommand({ TableName: 'Stack-Table', Item: { pk: { S: pk }, ttl: { N: String(ttl) } } }),
    );
  await Promise.all([put('old', 1000), put('new', 3000)]);
  const [table] = services.model.tables;
  if (!table) throw new Error('no table');
  expect(await deleteExpired(table, services.endpoints.dynamodb, 2_000_000)).toBe(1);
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: 'Stack-Table', Key: { pk: { S: 'new' } } }),
  );
  expect(Item).toBeDefined();
});

test('two runs cannot use one data folder', async () => {
  await expect(startServices({ directory: services.directory })).rejects.toThrow(
    /is in use by another local run\. Stop that one/,
  );
});
