import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { systemClock } from '../../../local/clock';
import { AsynchronousInvoker } from '../../../local/runtime/asynchronous';
import type { Invocation, LambdaInvoker } from '../../../local/runtime/invocation';
import { provision } from '../../../local/services/provision';
import { QueuePoller } from '../../../local/services/queue-poller';
import { type Services, startServices } from '../../../local/services/services';
import { deleteExpired } from '../../../local/services/time-to-live';
import { subscribeFunctions } from '../../../local/services/topic-subscriptions';
import type { EventSourceModel, Model } from '../../../local/template/model';
import { stackModel } from '../template/assembly-folder';

const directory = mkdtempSync(join(tmpdir(), 'jobgate-services-'));
let services: Services;
let model: Model;
const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    },
    Letters: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Fanned: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic' },
    ToQueue: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Fanned', 'Arn'] },
        RawMessageDelivery: true,
      },
    },
    ToFunction: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'lambda',
        Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        FilterPolicy: { color: ['red'] },
      },
    },
    Bucket: { Type: 'AWS::S3::Bucket' },
  },
};
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = (endpoint: string) => ({ endpoint, region: 'us-east-1', credentials });
const queueUrl = (name: string) => `${services.endpoints.queues}/000000000000/Stack-${name}`;

async function start() {
  services = await startServices({ directory });
  await provision(model, services.endpoints);
}

beforeAll(async () => {
  model = stackModel(template);
  await start();
});
afterAll(async () => {
  await services.close();
  rmSync(directory, { recursive: true, force: true });
});

/** An invoker that records what it is given and answers as told. */
function recorder(answer: (event: { Records: { body: string }[] }) => Invocation | Promise<Invocation>) {
  const events: { Records: Record<string, unknown>[] }[] = [];
  const invoker: LambdaInvoker = {
    invoke: async (_arn, payload) => {
      events.push(JSON.parse(payload));
      return answer(JSON.parse(payload));
    },
  };
  return { events, invoker };
}

const source = (queue: string, more: Partial<EventSourceModel> = {}): EventSourceModel => ({
  logicalId: queue,
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  queueArn: `arn:aws:sqs:us-east-1:000000000000:Stack-${queue}`,
  batchSize: 10,
  batchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  enabled: true,
  ...more,
});
const answered = (value: unknown): Invocation => ({
  kind: 'answered',
  requestId: '',
  payload: JSON.stringify(value),
});

async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise(resolve => setTimeout(resolve, 20));
}

test('what was written survives a restart of the services', async () => {
  const put = new DynamoDBClient(client(services.endpoints.dynamodb));
  await put.send(new PutItemCommand({ TableName: 'Stack-Table', Item: { pk: { S: 'kept' } } }));
  await new S3Client(client(services.endpoints.objects)).send(
    new PutObjectCommand({
      Bucket: 'stack-bucket',
      Key: 'kept/ü?.txt',
      Body: 'bytes',
      ContentType: 'text/plain',
      Metadata: { a: 'b' },
    }),
  );
  await services.close();
  await start();
  const get = new DynamoDBClient(client(services.endpoints.dynamodb));
  const { Item } = await get.send(
    new GetItemCommand({ TableName: 'Stack-Table', Key: { pk: { S: 'kept' } } }),
  );
  expect(Item).toEqual({ pk: { S: 'kept' } });
  const object = await new S3Client(client(services.endpoints.objects)).send(
    new GetObjectCommand({ Bucket: 'stack-bucket', Key: 'kept/ü?.txt' }),
  );
  expect(await object.Body?.transformToString()).toBe('bytes');
  expect([object.ContentType, object.Metadata]).toEqual(['text/plain', { a: 'b' }]);
});

test('items whose time has passed are deleted, others stay', async () => {
  const dynamodb = new DynamoDBClient(client(services.endpoints.dynamodb));
  const put = (pk: string, ttl: number) =>
    dynamodb.send(
      new PutItemCommand({ TableName: 'Stack-Table', Item: { pk: { S: pk }, ttl: { N: String(ttl) } } }),
    );
  await Promise.all([put('old', 1000), put('new', 3000)]);
  const [table] = model.tables;
  if (!table) throw new Error('no table');
  expect(await deleteExpired(table, services.endpoints.dynamodb, 2_000_000)).toBe(1);
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: 'Stack-Table', Key: { pk: { S: 'new' } } }),
  );
  expect(Item).toBeDefined();
});

describe('objects', () => {
  const s3 = () => new S3Client(client(services.endpoints.objects));
  const at = (Key: string) => ({ Bucket: 'stack-bucket', Key });

  test('are written only when new with If-None-Match, and checked against their checksum', async () => {
    await s3().send(new PutObjectCommand({ ...at('once'), Body: '1', ChecksumAlgorithm: 'SHA256' }));
    await expect(
      s3().send(new PutObjectCommand({ ...at('once'), Body: '2', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(
      s3().send(
        new PutObjectCommand({
          ...at('bad'),
          Body: '1',
          ChecksumSHA256: Buffer.alloc(32).toString('base64'),
        }),
      ),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(s3().send(new HeadObjectCommand(at('bad')))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('are read by range, listed by prefix in pages, and deleted', async () => {
    for (const key of ['list/a', 'list/b', 'list/c/d'])
      await s3().send(new PutObjectCommand({ ...at(key), Body: '0123456789' }));
    const part = await s3().send(new GetObjectCommand({ ...at('list/a'), Range: 'bytes=2-4' }));
    expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
    const first = await s3().send(
      new ListObjectsV2Command({ Bucket: 'stack-bucket', Prefix: 'list/', Delimiter: '/', MaxKeys: 2 }),
    );
    expect([first.Contents?.map(({ Key }) => Key), first.IsTruncated]).toEqual([['list/a', 'list/b'], true]);
    const rest = await s3().send(
      new ListObjectsV2Command({
        Bucket: 'stack-bucket',
        Prefix: 'list/',
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect([rest.CommonPrefixes, rest.IsTruncated]).toEqual([[{ Prefix: 'list/c/' }], false]);
    await s3().send(new DeleteObjectCommand(at('list/a')));
    await expect(s3().send(new GetObjectCommand(at('list/a')))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('are put together from parts', async () => {
    const { UploadId } = await s3().send(new CreateMultipartUploadCommand(at('large')));
    const bodies = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const { ETag } = await s3().send(
          new UploadPartCommand({ ...at('large'), UploadId, PartNumber: index + 1, Body }),
        );
        return { ETag, PartNumber: index + 1 };
      }),
    );
    const { ETag } = await s3().send(
      new CompleteMultipartUploadCommand({ ...at('large'), UploadId, MultipartUpload: { Parts } }),
    );
    expect(ETag).toMatch(/-2"$/);
    const head = await s3().send(new HeadObjectCommand(at('large')));
    expect(head.ContentLength).toBe(5 * 1024 * 1024 + 3);
  });

  test('are up- and downloaded by presigned addresses that bind what was signed and expire', async () => {
    const put = await getSignedUrl(s3(), new PutObjectCommand({ ...at('link x'), ContentType: 'text/csv' }), {
      expiresIn: 60,
      signableHeaders: new Set(['content-type']),
    });
    expect(
      (await fetch(put, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/html' } })).status,
    ).toBe(403);
    expect(
      (await fetch(put, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } })).status,
    ).toBe(200);
    const get = await getSignedUrl(
      s3(),
      new GetObjectCommand({ ...at('link x'), ResponseContentDisposition: 'attachment; filename="x.csv"' }),
      { expiresIn: 60 },
    );
    const answer = await fetch(get);
    expect([answer.status, await answer.text(), answer.headers.get('content-disposition')]).toEqual([
      200,
      'a,b',
      'attachment; filename="x.csv"',
    ]);
    expect((await fetch(get.replace('link%20x', 'once'))).status).toBe(403);
    const expired = await getSignedUrl(s3(), new GetObjectCommand(at('link x')), {
      expiresIn: 1,
      signingDate: new Date(0),
    });
    expect(await (await fetch(expired)).text()).toContain('Request has expired');
  });
});

test('a poller deletes what succeeded; what fails comes back and ends in the dead-letter queue', async () => {
  const sqs = new SQSClient(client(services.endpoints.queues));
  const send = (MessageBody: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl('Queue'),
        MessageBody,
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-a-b' } },
      }),
    );
  await Promise.all([send('good'), send('poison')]);
  const { events, invoker } = recorder(({ Records }) =>
    answered({
      batchItemFailures: Records.flatMap(record =>
        record.body === 'poison'
          ? [{ itemIdentifier: (record as unknown as { messageId: string }).messageId }]
          : [],
      ),
    }),
  );
  const letters = recorder(() => answered(null));
  const pollers = [
    new QueuePoller({ source: source('Queue'), queuesUrl: services.endpoints.queues, invoker, report: fail }),
    new QueuePoller({
      source: source('Letters'),
      queuesUrl: services.endpoints.queues,
      invoker: letters.invoker,
      report: fail,
    }),
  ];
  for (const poller of pollers) poller.start();
  await eventually(() => letters.events.length > 0);
  await Promise.all(pollers.map(poller => poller.stop(5000)));
  const bodies = events.flatMap(({ Records }) => Records.map(({ body }) => body));
  expect(bodies.sort()).toEqual(['good', 'poison', 'poison']);
  expect(letters.events[0]?.Records.map(({ body }) => body)).toEqual(['poison']);
  expect(events[0]?.Records[0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: source('Queue').queueArn,
    awsRegion: 'us-east-1',
    attributes: { ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1-a-b' },
    messageAttributes: {
      kind: { stringValue: 'x', dataType: 'String', stringListValues: [], binaryListValues: [] },
    },
  });
});

test('a poller runs no more batches at a time than it may', async () => {
  const sqs = new SQSClient(client(services.endpoints.queues));
  for (let message = 0; message < 6; message++)
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('Fanned'), MessageBody: String(message) }));
  let running = 0;
  let most = 0;
  const seen = recorder(async () => {
    most = Math.max(most, ++running);
    await new Promise(resolve => setTimeout(resolve, 30));
    running--;
    return answered(null);
  });
  const poller = new QueuePoller({
    source: source('Fanned', { batchSize: 1, maximumConcurrency: 2 }),
    queuesUrl: services.endpoints.queues,
    invoker: seen.invoker,
    report: fail,
  });
  poller.start();
  await eventually(() => seen.events.length === 6);
  await poller.stop(5000);
  expect(most).toBe(2);
});

test('a poller stops while all its places are taken', async () => {
  const sqs = new SQSClient(client(services.endpoints.queues));
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('Letters'), MessageBody: 'long' }));
  const { events, invoker } = recorder(() => new Promise<Invocation>(() => undefined));
  const poller = new QueuePoller({
    source: source('Letters', { maximumConcurrency: 1 }),
    queuesUrl: services.endpoints.queues,
    invoker,
    report: fail,
  });
  poller.start();
  await eventually(() => events.length === 1);
  await poller.stop(1);
  expect(events).toHaveLength(1);
});

test('a topic reaches queues, and functions whose filter lets it through', async () => {
  const received: string[] = [];
  const functions = new AsynchronousInvoker({
    invoker: {
      invoke: async (_arn, payload) => {
        received.push(payload);
        return answered(null);
      },
    },
    find: () => undefined,
    deliver: async () => undefined,
    clock: systemClock,
    report: fail,
  });
  const pollers = await subscribeFunctions(model, services.endpoints, functions, fail);
  for (const poller of pollers) poller.start();
  const sns = new SNSClient(client(services.endpoints.topics));
  const publish = (Message: string, color: string) =>
    sns.send(
      new PublishCommand({
        TopicArn: model.topics[0]?.arn,
        Message,
        MessageAttributes: { color: { DataType: 'String', StringValue: color } },
      }),
    );
  await publish('blue one', 'blue');
  await publish('red one', 'red');
  await eventually(() => received.length === 1);
  await Promise.all(pollers.map(poller => poller.stop(5000)));
  expect(JSON.parse(received[0] ?? '')).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        Sns: {
          Message: 'red one',
          TopicArn: model.topics[0]?.arn,
          MessageAttributes: { color: { Type: 'String', Value: 'red' } },
        },
      },
    ],
  });
  const sqs = new SQSClient(client(services.endpoints.queues));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl('Fanned'),
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '2' });
});

test('two runs cannot use one data folder', async () => {
  await expect(startServices({ directory })).rejects.toThrow(
    /is in use by another local run\. Stop that one/,
  );
});

function fail(message: string): never {
  throw new Error(message);
}
