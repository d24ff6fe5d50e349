import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keyItemPk } from '../../../contract/table';
import { dynamoDbSecretStore } from '../../../lambda/aws/dynamodb-secret-store';
import { keyOwnerReader } from '../../../lambda/aws/key-owners';
import { startDynamoDb } from './services';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.stop());

test('of two writes that read the same version, one is refused', async () => {
  const store = dynamoDbSecretStore(dynamoDb.client, 'jobs');
  expect(await store.read('acme')).toEqual({ secrets: [], version: 0 });
  const write = (secret: string) => store.write('acme', [{ secret, createdAt: 1 }], 0);
  const written = await Promise.all([write('one'), write('two')]);
  expect([...written].sort()).toEqual([false, true]);
  const { secrets, version } = await store.read('acme');
  expect(version).toBe(1);
  expect(secrets).toEqual([{ secret: written[0] ? 'one' : 'two', createdAt: 1 }]);
  expect(await store.read('umbrella')).toEqual({ secrets: [], version: 0 });
});

test('the owner of a key is read from its item', async () => {
  const read = keyOwnerReader(dynamoDb.client, 'jobs');
  const Item = { pk: keyItemPk('key-1'), tenant: 'acme', keyName: 'n', createdAt: 1, disableAt: 2 };
  await dynamoDb.client.send(new PutCommand({ TableName: 'jobs', Item }));
  expect(await read('key-1')).toMatchObject({ tenant: 'acme', disableAt: 2 });
  expect(await read('key-2')).toBeUndefined();
});
