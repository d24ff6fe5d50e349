/** Jobs that come by a topic or a schedule and jobs that another function runs, in a project with a type of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ListTopicsCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Body, Client, LocalServer, until } from './local-server';
import { Project } from './project';

jest.setTimeout(240_000);

const server = new LocalServer();
let client: Client;
let sns: SNSClient;
let sqs: SQSClient;

const renderType = `import type { RemoteJobType } from '../core/job/job-type';

const render: RemoteJobType = {
  name: 'render',
  description: 'Renders a document.',
  inputSchema: { type: 'object' },
  remote: { function: 'renderer', timeLimitSeconds: 900 },
};
export default render;
`;
const settings = `  account: '000000000000',
  region: 'us-east-1',
  jobs: { remoteFunctions: { renderer: 'arn:aws:lambda:us-east-1:000000000000:function:renderer' } },
  submissionTopics: [{ name: 'orders', tenant: 'pro' }],
  schedules: [
    { name: 'often', expression: 'rate(1 minute)', tenant: 'pro', job: { name: 'tick', input: 'tock' } },
  ],
`;
const renderer = `  const foreign = new Stack(app, 'Renderer', { env: { account: '000000000000', region: 'us-east-1' } });
  new Function(foreign, 'Function', {
    functionName: 'renderer',
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async ({ jobId, input }) => ({ jobId, pages: input.pages * 2 });'),
  });
`;

beforeAll(async () => {
  const directory = join(server.directory, 'project');
  mkdirSync(directory);
  const project = new Project(directory);
  project.add('lambda/jobs/render.ts', renderType);
  project.insert('config/dev.ts', '  minimumCompressionBytes', settings);
  project.insert('bin/app.ts', '  app.synth();', renderer);
  project.insert(
    'bin/app.ts',
    "import { newApp } from '../lib/app';",
    "import { Stack } from 'aws-cdk-lib';\nimport { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';\n",
  );
  const ready = await server.launch(process.execPath, [project.script, 'start', '--port', '0', '--quiet']);
  client = Client.of(ready, 'pro');
  const aws = { region: 'us-east-1', credentials: ready.credentials };
  sns = new SNSClient({ ...aws, endpoint: ready.services.sns });
  sqs = new SQSClient({ ...aws, endpoint: ready.services.sqs });
});
afterAll(async () => {
  sns?.destroy();
  sqs?.destroy();
  await server.remove();
});

test('a job of a remote type is run by the function of its ARN, whose answer becomes the result', async () => {
  const id = await client.submit({ name: 'book', type: 'render', input: { pages: 21 } });
  const job = await client.finished(id);
  expect(job).toMatchObject({ status: 'succeeded', attempts: 1, result: { jobId: id, pages: 42 } });
});

test('a message of a submission topic becomes a job of its tenant', async () => {
  const TopicArn = await topicWith('orders');
  await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ name: 'ordered', input: [1] }) }));
  expect(await client.finished((await listed('ordered')).id)).toMatchObject({
    status: 'succeeded',
    result: [1],
  });
});

test('every finished job is published, with attributes to filter by', async () => {
  const QueueUrl = await subscribed('finished-jobs', 'Finished');
  const id = await client.submit({ name: 'told', input: 'news' });
  const messages = await until(
    () => receive(QueueUrl),
    ({ length }) => length > 0,
  );
  const published = messages.map(text => JSON.parse(text)).find(({ Message }) => Message.includes(id));
  expect(JSON.parse(published.Message)).toMatchObject({ tenant: 'pro', job: { id, result: 'news' } });
  expect(published.MessageAttributes).toMatchObject({
    tenant: { Value: 'pro' },
    type: { Value: 'echo' },
    status: { Value: 'succeeded' },
  });
});

test('an error that nobody foresaw is announced once, without what the message said', async () => {
  const QueueUrl = await subscribed('operator', 'Unhandled');
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const results = QueueUrls.find(url => /RemoteResults/.test(url) && !/DeadLetters/.test(url));
  const answers = ['canary 1', 'canary 2'].map(text => JSON.stringify({ requestPayload: { text } }));
  for (const MessageBody of answers)
    await sqs.send(new SendMessageCommand({ QueueUrl: results, MessageBody }));
  const announced = await until(
    () => receive(QueueUrl),
    ({ length }) => length > 0,
  );
  expect(announced).toHaveLength(1);
  const { Subject, Message } = JSON.parse(announced[0] ?? '{}');
  expect(Subject).toMatch(/Error$/);
  expect(Message).toMatch(/Request: [\da-f-]{36}/);
  expect(Message).toMatch(/\n {4}at /);
  expect(Message).not.toContain('canary');
  // A sign that both were handled: each is tried again only after its visibility timeout.
  await client.finished(await client.submit({ name: 'after' }));
  expect(await receive(QueueUrl)).toEqual([]);
});

test('a schedule submits its job at each tick', async () => {
  expect(await client.finished((await listed('tick')).id)).toMatchObject({
    status: 'succeeded',
    result: 'tock',
  });
});

/** A queue that gets what is published on a topic. */
async function subscribed(QueueName: string, topic: string): Promise<string | undefined> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  await sns.send(new SubscribeCommand({ TopicArn: await topicWith(topic), Protocol: 'sqs', Endpoint }));
  return QueueUrl;
}

async function topicWith(name: string): Promise<string> {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const found = Topics.find(({ TopicArn = '' }) => TopicArn.includes(name))?.TopicArn;
  if (!found) throw new Error(`There is no topic of ${name} among ${JSON.stringify(Topics)}.`);
  return found;
}

async function listed(name: string): Promise<Body> {
  const find = async () => (await client.get('/jobs?limit=100')).body.jobs.find(job => job.name === name);
  const job = await until(find, value => value !== undefined);
  if (!job) throw new Error(`No job is called ${name}.`);
  return job;
}

async function receive(QueueUrl: string | undefined): Promise<string[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  return Messages.map(({ Body = '' }) => Body);
}
