import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbJobStore } from '../../../lambda/aws/dynamodb-job-store';

const documents = mockClient(DynamoDBDocumentClient);
afterEach(() => documents.reset());
const store = dynamoDbJobStore(new DynamoDBClient({ region: 'us-east-1' }), 'jobs');

function awsError(name: string, httpStatusCode: number, more: object = {}): Error {
  return Object.assign(new Error('planted'), { name, $metadata: { httpStatusCode }, ...more });
}

test.each([
  ['throttling', awsError('ThrottlingException', 400)],
  ['too much for the table', awsError('ProvisionedThroughputExceededException', 400)],
  ['a fault of the service', awsError('InternalServerError', 500)],
  ['a time-out', awsError('TimeoutError', 0)],
  ['a lost connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
])('%s is worth another try', async (_what, error) => {
  documents.on(GetCommand).rejects(error);
  await expect(store.get({ tenant: 'a', id: 'b' })).rejects.toMatchObject({
    name: 'Unavailable',
    cause: error,
  });
});

test.each([
  ['a mistake in the call', awsError('ValidationException', 400)],
  ['a missing permission', awsError('AccessDeniedException', 400)],
])('%s is not', async (_what, error) => {
  documents.on(GetCommand).rejects(error);
  await expect(store.get({ tenant: 'a', id: 'b' })).rejects.toBe(error);
});
