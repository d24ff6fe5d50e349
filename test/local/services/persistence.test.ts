import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
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

describe('messages', () => {
  const sqs = () => new SQSClient(clientOf(services.endpoints.queues));
  const QueueUrl = () => services.queueUrl('Fanned');
  const send = (MessageBody: string, more: object = {}) =>
    sqs().send(new SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody, ...more }));
  const receive = async (): Promise<Message[]> => {
    const all = new ReceiveMessageCommand({
      QueueUrl: QueueUrl(),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    return (await sqs().send(all)).Messages ?? [];
  };
  const restart = async () => {
    await services.stop();
    await services.start();
  };
  const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body).sort();
  const remove = ({ ReceiptHandle }: Message) =>
    sqs().send(new DeleteMessageCommand({ QueueUrl: QueueUrl(), ReceiptHandle }));
  afterEach(() => sqs().send(new PurgeQueueCommand({ QueueUrl: QueueUrl() })));

  test('that wait, or that nobody has deleted, survive restarts as they were sent', async () => {
    await send('first', {
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-a-b' } },
    });
    expect(bodies(await receive())).toEqual(['first']);
    const Entries = ['a', 'b'].map(Id => ({ Id, MessageBody: `${Id} of a batch` }));
    await sqs().send(new SendMessageBatchCommand({ QueueUrl: QueueUrl(), Entries }));
    await restart();
    await restart();
    const received = await receive();
    expect(bodies(received)).toEqual(['a of a batch', 'b of a batch', 'first']);
    const first = received.find(({ Body }) => Body === 'first');
    expect(first?.MessageAttributes?.['kind']?.StringValue).toBe('x');
    expect(first?.Attributes?.AWSTraceHeader).toBe('Root=1-a-b');
  });

  test('that were deleted or purged do not come back', async () => {
    await send('purged');
    await sqs().send(new PurgeQueueCommand({ QueueUrl: QueueUrl() }));
    await Promise.all(['one', 'two', 'three', 'kept'].map(body => send(body)));
    const received = await receive();
    const [one, two, three] = ['one', 'two', 'three'].map(body => received.find(({ Body }) => Body === body));
    if (!one || !two || !three) throw new Error(`received ${bodies(received)}`);
    await remove(one);
    const Entries = [two, three].map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs().send(new DeleteMessageBatchCommand({ QueueUrl: QueueUrl(), Entries }));
    await restart();
    expect(bodies(await receive())).toEqual(['kept']);
  });

  test('that are delayed wait for the rest of their time', async () => {
    await send('later', { DelaySeconds: 900 });
    await restart();
    expect(await receive()).toEqual([]);
    const AttributeNames = ['ApproximateNumberOfMessagesDelayed' as const];
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl: QueueUrl(), AttributeNames }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: '1' });
  });
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
