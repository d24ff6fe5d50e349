/** Jobs over the real SDK on embedded DynamoDB, SQS and S3, while the processes that run them are killed with -9. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { buildSync } from 'esbuild';
import { isFinished } from '../../contract/job';
import { dynamoDbJobStore } from '../../lambda/aws/dynamodb-job-store';
import { dynamoDbTenantPlaces } from '../../lambda/aws/dynamodb-tenant-places';
import { s3BlobStore } from '../../lambda/aws/s3-blob-store';
import { sqsJobQueue } from '../../lambda/aws/sqs-job-queue';
import { randomIds } from '../../lambda/aws/system';
import type { JobRecord } from '../../lambda/core/job/job-record';
import { submitJob } from '../../lambda/core/submit/submit-job';
import { startDynamoDb, startQueuesAndBuckets } from '../lambda/aws/services';
import { Dice } from '../simulation/random';
import { fastClock } from './clock';
import type { Task } from './task';

/** In the environment: how many jobs; CI asks for 1,000. */
const jobs = Number(process.env['JOBGATE_CRASH_JOBS'] ?? 60);
const WORKERS = 2;
const KILLS = Math.max(5, Math.round(jobs / 40));
const MINUTES = 60_000;
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));
const project = join(__dirname, '..', '..');
const dice = new Dice(Date.now());

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let services: Awaited<ReturnType<typeof startQueuesAndBuckets>>;
const children = new Set<ChildProcess>();

const living = () => [...children].filter(child => !child.killed);

beforeAll(async () => {
  [dynamoDb, services] = await Promise.all([startDynamoDb(), startQueuesAndBuckets()]);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all([dynamoDb.stop(), services.stop()]);
});

test(
  `${jobs} jobs whose workers are killed at random: none is lost, stuck or done twice`,
  async () => {
    const worker = bundleWorker();
    const accepted = new Map<string, Task>();
    const finished = new Map<string, JobRecord>();
    let kills = 0;
    let over = false;
    const watching = (async () => {
      while (!over) {
        await watch(finished);
        await pause(100);
      }
    })();
    const keeping = Promise.all(Array.from({ length: WORKERS }, () => keepWorker(worker, () => over)));
    // Spread over the jobs that have ended, not over time: a fast machine kills as often as a slow one.
    const moments = Array.from({ length: KILLS }, () => dice.between(0, Math.floor(jobs * 0.9))).sort(
      (a, b) => a - b,
    );
    const killing = (async () => {
      for (const moment of moments) {
        await pause(dice.between(0, 200));
        while (finished.size < moment || living().length === 0) await pause(10);
        dice.pick(living()).kill('SIGKILL');
        kills += 1;
      }
    })();
    await submitAll(accepted);
    while (finished.size < accepted.size) await pause(50);
    await killing;
    over = true;
    for (const child of children) child.kill('SIGKILL');
    await Promise.all([watching, keeping]);

    const end = new Map<string, JobRecord>();
    await watch(end);
    const lost = [...accepted.keys()].filter(id => !end.has(id));
    const changed = [...finished].filter(([id, job]) => JSON.stringify(end.get(id)) !== JSON.stringify(job));
    const wronglyFailed = [...end.values()].filter(job => job.status !== 'succeeded');
    process.stdout.write(
      `figure: crash ${accepted.size} jobs, ${kills} processes killed, lost ${lost.length}, changed after the end ` +
        `${changed.length}, wrongly failed ${wronglyFailed.length}\n`,
    );
    expect({ lost, changed }).toEqual({ lost: [], changed: [] });
    // A job that was running at four kills is given up, as one that kills its workers: an accident here, and a rare one.
    expect(new Set(wronglyFailed.map(job => job.error?.code))).toEqual(
      new Set(wronglyFailed.map(() => 'attempts_exhausted')),
    );
    expect(wronglyFailed.length).toBeLessThanOrEqual(jobs / 100);
    expect(accepted.size).toBe(jobs);
    expect(kills).toBe(KILLS);
  },
  15 * MINUTES,
);

function bundleWorker(): string {
  const outfile = join(project, 'build', 'test', 'crash-worker.js');
  buildSync({
    absWorkingDir: project,
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

async function startWorker(script: string): Promise<ChildProcess> {
  const endpoint = `http://127.0.0.1:${new URL(services.queueUrl).port}`;
  const { protocol, hostname, port } = await dynamoDb.client.config.endpoint!();
  const child = fork(script, {
    execArgv: [],
    env: {
      ...process.env,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      QUEUE_URL: services.queueUrl,
    },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  await Promise.race([
    new Promise(resolve => child.once('message', resolve)),
    new Promise(resolve => child.once('exit', resolve)),
  ]);
  return child;
}

/** Starts a worker, and another whenever one dies. */
async function keepWorker(script: string, over: () => boolean): Promise<void> {
  while (!over()) {
    const child = await startWorker(script);
    if (over()) child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise(resolve => child.once('exit', resolve));
  }
}

async function submitAll(accepted: Map<string, Task>): Promise<void> {
  const description = { name: 'work', description: '', inputSchema: {} };
  const ports = {
    store: dynamoDbJobStore(dynamoDb.client, 'jobs'),
    places: dynamoDbTenantPlaces(dynamoDb.client, 'jobs'),
    queue: sqsJobQueue(services.sqs, services.queueUrl),
    blobs: s3BlobStore(services.s3, 'files'),
    clock: fastClock,
    random: dice.roll,
    ids: randomIds,
    log: { info() {}, warn() {}, error() {} },
    limitsOf: () => ({}),
    checkInput: () => [],
    jobTypes: new Map([[description.name, description]]),
    allowLocalCallbacks: false,
  };
  for (let number = 0; number < jobs; number++) {
    const input: Task = {
      milliseconds: dice.between(0, 250),
      failures: dice.chance(0.05) ? 1 : 0,
      resultBytes: dice.chance(0.02) ? 150_000 : 10,
    };
    const { job } = await submitJob(ports, {
      tenant: `tenant${number % 3}`,
      body: { name: 'crash', type: 'work', input: { ...input } },
    });
    accepted.set(job.id, input);
  }
}

/** Notes every job that has ended, as it was when it was first seen so. */
async function watch(finished: Map<string, JobRecord>): Promise<void> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await DynamoDBDocumentClient.from(dynamoDb.client).send(
      new ScanCommand({ TableName: 'jobs', ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const job of Items as JobRecord[]) {
      if (isFinished(job.status) && !finished.has(job.id)) finished.set(job.id, job);
    }
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
