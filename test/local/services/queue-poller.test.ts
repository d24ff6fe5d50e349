import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../../local/clock';
import { AsynchronousInvoker } from '../../../local/runtime/asynchronous';
import type { Invocation, LambdaInvoker } from '../../../local/runtime/invocation';
import { QueuePoller } from '../../../local/services/queue-poller';
import { subscribeFunctions } from '../../../local/services/topic-subscriptions';
import type { EventSourceModel } from '../../../local/template/model';
import { clientOf, EmbeddedServices } from './embedded-services';

const services = new EmbeddedServices();
beforeAll(() => services.start());
afterAll(() => services.remove());

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

test('a poller deletes what succeeded; what fails comes back and ends in the dead-letter queue', async () => {
  const sqs = new SQSClient(clientOf(services.endpoints.queues));
  const send = (MessageBody: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: services.queueUrl('Queue'),
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
  const sqs = new SQSClient(clientOf(services.endpoints.queues));
  for (let message = 0; message < 6; message++)
    await sqs.send(
      new SendMessageCommand({ QueueUrl: services.queueUrl('Fanned'), MessageBody: String(message) }),
    );
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

test('a poller receives again when the batch that waited for an environment has begun', async () => {
  const sqs = new SQSClient(clientOf(services.endpoints.queues));
  const send = (MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: services.queueUrl('Gathered'), MessageBody }));
  const begun: (() => void)[] = [];
  const bodies: string[] = [];
  const poller = new QueuePoller({
    source: source('Gathered'),
    queuesUrl: services.endpoints.queues,
    invoker: {
      invoke: async (_arn, payload, { onWaiting } = {}) => {
        bodies.push(...JSON.parse(payload).Records.map(({ body }: { body: string }) => body));
        onWaiting?.(true);
        begun.push(() => onWaiting?.(false));
        return new Promise<Invocation>(() => undefined);
      },
    },
    report: fail,
  });
  poller.start();
  await send('first');
  await eventually(() => begun.length === 1);
  await send('second');
  expect(bodies).toEqual(['first']);
  begun[0]?.();
  await eventually(() => begun.length === 2);
  expect(bodies).toEqual(['first', 'second']);
  await poller.stop(1);
});

test('a poller stops while all its places are taken', async () => {
  const sqs = new SQSClient(clientOf(services.endpoints.queues));
  await sqs.send(new SendMessageCommand({ QueueUrl: services.queueUrl('Letters'), MessageBody: 'long' }));
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
  const pollers = await subscribeFunctions(services.model, services.endpoints, functions, fail);
  for (const poller of pollers) poller.start();
  const sns = new SNSClient(clientOf(services.endpoints.topics));
  const publish = (Message: string, color: string) =>
    sns.send(
      new PublishCommand({
        TopicArn: services.model.topics[0]?.arn,
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
          TopicArn: services.model.topics[0]?.arn,
          MessageAttributes: { color: { Type: 'String', Value: 'red' } },
        },
      },
    ],
  });
  const sqs = new SQSClient(clientOf(services.endpoints.queues));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: services.queueUrl('Fanned'),
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '2' });
});

function fail(message: string): never {
  throw new Error(message);
}
