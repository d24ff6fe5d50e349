/**
 * Delivers topics to functions: the emulator fans out to queues only, so each function's subscription gets a queue of
 * its own, with the subscription's filter, and a poller that hands each notification on asynchronously.
 */
import type { AsynchronousInvoker } from '../runtime/asynchronous';
import type { LambdaInvoker } from '../runtime/invocation';
import type { Model, TopicModel, Unsupported } from '../template/model';
import { createQueue, type ServiceEndpoints, subscribeQueue } from './provision';
import { QueuePoller } from './queue-poller';

type Subscription = TopicModel['subscriptions'][number];

export async function subscribeFunctions(
  model: Model,
  endpoints: ServiceEndpoints,
  functions: AsynchronousInvoker,
  report: (message: string) => void,
): Promise<QueuePoller[]> {
  const pollers: QueuePoller[] = [];
  for (const topic of model.topics)
    for (const [index, subscription] of topic.subscriptions.entries())
      if (subscription.protocol === 'lambda')
        pollers.push(await subscribeFunction(topic, subscription, index, endpoints, functions, report));
  return pollers;
}

/** Subscriptions that a local run cannot deliver. */
export function unsupportedSubscriptions(model: Model): Unsupported[] {
  return model.topics.flatMap(topic =>
    topic.subscriptions
      .filter(({ protocol }) => protocol !== 'sqs' && protocol !== 'lambda')
      .map(({ protocol, endpoint }) => ({
        stack: '',
        logicalId: topic.logicalId,
        type: 'AWS::SNS::Subscription',
        reason: `Notifications by ${protocol} (to ${endpoint}) are not sent locally; queues and functions get theirs.`,
      })),
  );
}

async function subscribeFunction(
  topic: TopicModel,
  { endpoint, attributes }: Subscription,
  index: number,
  endpoints: ServiceEndpoints,
  functions: AsynchronousInvoker,
  report: (message: string) => void,
): Promise<QueuePoller> {
  const [, , , region, accountId] = topic.arn.split(':');
  const name = `sns-${index}-${topic.name}`.slice(0, 80);
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
  await createQueue({ logicalId: name, name, arn: queueArn, url: '', attributes: {} }, endpoints.queues);
  const { FilterPolicy, FilterPolicyScope } = attributes;
  const filter = {
    ...(FilterPolicy ? { FilterPolicy } : {}),
    ...(FilterPolicyScope ? { FilterPolicyScope } : {}),
  };
  await subscribeQueue(endpoints.topics, topic.arn, queueArn, filter);
  const invoker: LambdaInvoker = {
    invoke: async (arn, payload) => {
      const { Records }: { Records: { body: string }[] } = JSON.parse(payload);
      for (const { body } of Records) functions.invoke(arn, notificationEvent(body, topic.arn, index));
      return { kind: 'answered', requestId: '', payload: 'null' };
    },
  };
  const source = {
    logicalId: name,
    functionArn: endpoint,
    queueArn,
    batchSize: 10,
    batchingWindowSeconds: 0,
    reportBatchItemFailures: false,
    enabled: true,
  };
  return new QueuePoller({ source, queuesUrl: endpoints.queues, invoker, report });
}

/** The event that a function gets of one notification. */
function notificationEvent(envelope: string, topicArn: string, index: number): string {
  const { SigningCertURL, UnsubscribeURL, ...notification } = JSON.parse(envelope);
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topicArn}:00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
        Sns: {
          ...notification,
          TopicArn: topicArn,
          MessageAttributes: notification.MessageAttributes ?? {},
          SigningCertUrl: SigningCertURL,
          UnsubscribeUrl: UnsubscribeURL,
        },
      },
    ],
  });
}
