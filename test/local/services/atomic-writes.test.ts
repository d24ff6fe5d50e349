import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { scriptFile } from '../../../local/scripts';
import { callJson } from '../../../local/services/aws-call';

const directory = mkdtempSync(join(tmpdir(), 'jobgate-atomic-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const TableName = 'jobs';
const call = (url: string, action: string, input: object) =>
  callJson(url, `DynamoDB_20120810.${action}`, { TableName, ...input });

/** A database thread that can be ended without a word, as a killed run ends it. */
async function open(): Promise<{ url: string; worker: Worker }> {
  const worker = new Worker(scriptFile('dynamodb'), { workerData: { directory } });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', (message: { port: number }) => resolve(message.port));
    worker.once('error', reject);
  });
  return { url: `http://127.0.0.1:${port}`, worker };
}

async function rows(url: string, index?: string): Promise<string[]> {
  const { Items } = await call(url, 'Scan', index === undefined ? {} : { IndexName: index });
  return (Items as { pk: { S: string }; state: { S: string } }[])
    .map(({ pk, state }) => `${pk.S} ${state.S}`)
    .sort();
}

test('index rows and items agree after the database was ended in the middle of writes, many times', async () => {
  let { url, worker } = await open();
  await call(url, 'CreateTable', {
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'state', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byState',
        KeySchema: [
          { AttributeName: 'state', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  let acknowledged = 0;
  for (let round = 0; round < 12; round++) {
    const enough = new Promise<void>(resolve => {
      const write = async (client: number) => {
        for (let n = 0; ; n++) {
          const Item = {
            pk: { S: `item ${(client * 7 + n) % 40}` },
            state: { S: `state ${round} ${n % 5}` },
          };
          await (n % 6 === 5
            ? call(url, 'DeleteItem', { Key: { pk: Item.pk } })
            : call(url, 'PutItem', { Item }));
          if (++acknowledged % (40 + round) === 0) resolve();
        }
      };
      for (let client = 0; client < 8; client++) write(client).catch(() => undefined);
    });
    await enough;
    await worker.terminate();
    ({ url, worker } = await open());
    const items = await rows(url);
    expect(items.length).toBeGreaterThan(0);
    expect(await rows(url, 'byState')).toEqual(items);
  }
  await worker.terminate();
});
