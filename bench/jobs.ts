/**
 * Jobs a second from submit to succeeded. The baseline is the store alone: as many items written, claimed and finished
 * by conditional writes straight on the embedded DynamoDB, which no way of running jobs could beat.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callJson } from '../local/services/aws-call';
import { startServices } from '../local/services/services';
import { Client, LocalServer } from '../test/e2e/local-server';
import { median } from './median';

const rounds = 3;
const jobs = 500;
/** Until V8 has compiled what every job runs through: the first jobs cost twice what later ones do. */
const warmUpJobs = 2_000;
const clients = 16;

export async function measureJobs(): Promise<void> {
  const server = new LocalServer();
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-bench-'));
  const store = await startServices({ directory });
  try {
    await createTable(store.endpoints.dynamodb);
    const client = Client.of(await server.start(), 'pro');
    const first = jobs / (await timed(() => runJobs(client, jobs)));
    await runJobs(client, warmUpJobs - jobs);
    const [ours, baseline]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      baseline.push(jobs / (await timed(() => writeItems(store.endpoints.dynamodb, round))));
      ours.push(jobs / (await timed(() => runJobs(client, jobs))));
    }
    console.log(
      `Jobs a second (${jobs} jobs, ${clients} clients, medians of ${rounds} interleaved rounds after ${warmUpJobs} jobs)`,
    );
    console.log(
      `  ${median(baseline).toFixed(0).padStart(6)}  the store alone: three conditional writes a job`,
    );
    console.log(`  ${median(ours).toFixed(0).padStart(6)}  submit → succeeded (aim: 100)`);
    console.log(`  ${first.toFixed(0).padStart(6)}  the same in the first ${jobs} jobs after the start`);
    console.log(`  ${(median(ours) / median(baseline)).toFixed(2)} × the store alone`);
  } finally {
    await server.remove();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function runJobs(client: Client, count: number): Promise<void> {
  const ids: string[] = [];
  await inParallel(count, async () => {
    ids.push(await client.submit({ name: 'bench' }));
  });
  // The queue is in order, so hardly any job is asked for twice.
  for (const id of ids) {
    const { status } = await client.finished(id, 20);
    if (status !== 'succeeded') throw new Error(`Job ${id} is ${status}.`);
  }
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: clients }, worker));
}

const TableName = 'bench';

async function createTable(url: string): Promise<void> {
  await callJson(url, 'DynamoDB_20120810.CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

async function writeItems(url: string, round: number): Promise<void> {
  await inParallel(jobs, async index => {
    const pk = { S: `${round}-${index}` };
    const state = (S: string) => ({ ':state': { S } });
    await callJson(url, 'DynamoDB_20120810.PutItem', {
      TableName,
      Item: { pk, state: { S: 'queued' }, dueAt: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    for (const next of ['running', 'succeeded'])
      await callJson(url, 'DynamoDB_20120810.UpdateItem', {
        TableName,
        Key: { pk },
        UpdateExpression: 'SET #state = :state',
        ConditionExpression: '#state <> :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: state(next),
      });
  });
}
