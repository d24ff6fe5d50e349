/** Tables, queues, topics and buckets of a template, in the form in which the embedded services create them. */

import type { Resource } from './identity';
import type { BucketModel, QueueModel, TableModel, TopicModel } from './model';
import type { StackScope } from './stack-scope';
import { list, type Properties, record, text, textMap } from './values';

/** Properties of a table that CreateTable takes under the same name. */
const tableProperties = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];

export function readTable(scope: StackScope, { logicalId, properties }: Resource): TableModel {
  const { ref: name } = scope.identify(logicalId);
  const picked = Object.fromEntries(
    tableProperties.flatMap(property => (property in properties ? [[property, properties[property]]] : [])),
  );
  const timeToLive = record(properties['TimeToLiveSpecification']);
  return {
    logicalId,
    name,
    arn: scope.arn(logicalId),
    // A global table states its throughput per replica; locally it is one table without limits.
    definition: {
      ...picked,
      ...(properties['ProvisionedThroughput'] ? {} : { BillingMode: 'PAY_PER_REQUEST' }),
      ...('GlobalSecondaryIndexes' in picked ? { GlobalSecondaryIndexes: readIndexes(properties) } : {}),
      TableName: name,
    },
    timeToLiveAttribute: timeToLive['Enabled'] === false ? undefined : text(timeToLive['AttributeName']),
  };
}

function readIndexes(properties: Properties): unknown[] {
  return list(properties['GlobalSecondaryIndexes']).map(index => {
    const { IndexName, KeySchema, Projection, ProvisionedThroughput } = record(index);
    return { IndexName, KeySchema, Projection, ...(ProvisionedThroughput ? { ProvisionedThroughput } : {}) };
  });
}

/** Attributes that CloudFormation names as CreateQueue does. */
const queueAttributes = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
];

export function readQueue(scope: StackScope, { logicalId, properties }: Resource): QueueModel {
  const { ref: url, attributes } = scope.identify(logicalId);
  const name = text(attributes['QueueName']) ?? logicalId;
  const given = Object.entries(properties).filter(([property]) => queueAttributes.includes(property));
  return { logicalId, name, url, arn: scope.arn(logicalId), attributes: textMap(Object.fromEntries(given)) };
}

export function readTopic(
  scope: StackScope,
  resource: Resource,
  everything: readonly Resource[],
): TopicModel {
  const { logicalId, properties } = resource;
  const { ref: arn, attributes } = scope.identify(logicalId);
  const inTemplate = everything
    .filter(({ type, properties: own }) => type === 'AWS::SNS::Subscription' && own['TopicArn'] === arn)
    .map(({ properties: own }) => own);
  const inTopic = list(properties['Subscription']).map(record);
  return {
    logicalId,
    name: text(attributes['TopicName']) ?? logicalId,
    arn,
    attributes: textMap(pick(properties, ['FifoTopic', 'ContentBasedDeduplication', 'DisplayName'])),
    subscriptions: [...inTopic, ...inTemplate].map(own => ({
      protocol: text(own['Protocol']) ?? '',
      endpoint: text(own['Endpoint']) ?? '',
      attributes: textMap(
        pick(own, ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy']),
      ),
    })),
  };
}

export function readBucket(scope: StackScope, { logicalId }: Resource): BucketModel {
  return { logicalId, name: scope.identify(logicalId).ref, arn: scope.arn(logicalId) };
}

function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
