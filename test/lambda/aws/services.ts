import type { AddressInfo, Server } from 'node:net';
import { Worker } from 'node:worker_threads';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import dynalite from 'dynalite';
import { table } from '../../../contract/table';

const common = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** An embedded DynamoDB with the jobs table, on a free loopback port. */
export async function startDynamoDb() {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({ ...common, endpoint: `http://127.0.0.1:${port}` });
  const { byTenant, byDue } = table.indexes;
  await client.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: table.partitionKey, KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: table.partitionKey, AttributeType: 'S' },
        ...[byTenant, byDue].flatMap(({ partitionKey, sortKey }) => [
          { AttributeName: partitionKey, AttributeType: 'S' as const },
          { AttributeName: sortKey.name, AttributeType: sortKey.type },
        ]),
      ],
      GlobalSecondaryIndexes: Object.entries(table.indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey.name, KeyType: 'RANGE' },
        ],
        Projection:
          'projected' in index
            ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projected] }
            : { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  return {
    client,
    async stop() {
      client.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** fauxqs is an ES module, which jest does not load; a thread does. */
const FAUXQS = `
  const { parentPort } = require('node:worker_threads');
  import('fauxqs').then(async ({ buildApp }) => {
    const app = buildApp({ logger: false });
    await app.listen({ port: 0, host: '127.0.0.1' });
    parentPort.postMessage(app.server.address().port);
  });
`;

/** Embedded SQS and S3 with a queue `jobs` and a bucket `files`. */
export async function startQueuesAndBuckets() {
  const thread = new Worker(FAUXQS, { eval: true });
  const port = await new Promise<number>((resolve, reject) =>
    thread.once('message', resolve).once('error', reject),
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const sqs = new SQSClient({ ...common, endpoint, useQueueUrlAsEndpoint: false });
  const s3 = new S3Client({ ...common, endpoint, forcePathStyle: true });
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  return {
    sqs,
    s3,
    queueUrl,
    async stop() {
      sqs.destroy();
      s3.destroy();
      await thread.terminate();
    },
  };
}
