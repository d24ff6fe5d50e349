/** Creates what the templates ask for in the embedded services; what exists from an earlier run is left as it is. */
import type { Model, QueueModel, TableModel, TopicModel } from '../template/model';
import { callJson, callQuery, ServiceError } from './aws-call';

export interface ServiceEndpoints {
  readonly dynamodb: string;
  readonly queues: string;
  readonly topics: string;
  readonly objects: string;
}

export async function provision(model: Model, endpoints: ServiceEndpoints): Promise<void> {
  await Promise.all([
    ...model.tables.map(table => naming('table', table, createTable(table, endpoints.dynamodb))),
    ...model.queues.map(queue => naming('queue', queue, createQueue(queue, endpoints.queues))),
    ...model.buckets.map(bucket => naming('bucket', bucket, createBucket(bucket.name, endpoints.objects))),
  ]);
  for (const topic of model.topics) await naming('topic', topic, createTopic(topic, endpoints.topics));
}

/** The services say what they refuse, not of which of the template's resources it is. */
async function naming(
  kind: string,
  { name }: { readonly name: string },
  created: Promise<void>,
): Promise<void> {
  try {
    await created;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new Error(`The ${kind} ${name} of the template cannot be created: ${error.message}`);
  }
}

async function createTable({ name, definition }: TableModel, url: string): Promise<void> {
  try {
    await callJson(url, 'DynamoDB_20120810.CreateTable', definition);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'ResourceInUseException') throw error;
    const { Table } = await callJson(url, 'DynamoDB_20120810.DescribeTable', { TableName: name });
    const differing = differences(definition, Table as Record<string, unknown>);
    if (differing.length > 0)
      throw new Error(
        `The table ${name} of the data folder was made with another ${differing.join(' and ')} than the template has now. ` +
          'Use another --data folder, or remove this one if its jobs are not needed.',
      );
  }
}

/** What cannot be changed in an existing table: its key, and the names of its indexes. */
function differences(
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): string[] {
  const indexNames = (value: unknown) =>
    Array.isArray(value)
      ? value
          .map(index => String(index.IndexName))
          .sort()
          .join()
      : '';
  const keys = (value: unknown) =>
    Array.isArray(value) ? value.map(key => `${key.AttributeName} ${key.KeyType}`).join() : '';
  return [
    ...(keys(wanted['KeySchema']) === keys(found['KeySchema']) ? [] : ['key']),
    ...(indexNames(wanted['GlobalSecondaryIndexes']) === indexNames(found['GlobalSecondaryIndexes'])
      ? []
      : ['set of indexes']),
  ];
}

export async function createQueue({ name, arn, attributes }: QueueModel, url: string): Promise<void> {
  const redrive = attributes['RedrivePolicy'];
  await callJson(
    url,
    'AmazonSQS.CreateQueue',
    {
      QueueName: name,
      Attributes: {
        ...attributes,
        ...(redrive === undefined ? {} : { RedrivePolicy: localRedrive(redrive) }),
      },
    },
    { region: regionOf(arn) },
  );
}

/** The emulator keeps every queue under account 000000000000. */
function localRedrive(policy: string): string {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy);
  return JSON.stringify({
    deadLetterTargetArn: inLocalAccount(String(deadLetterTargetArn)),
    maxReceiveCount: Number(maxReceiveCount),
  });
}

function inLocalAccount(arn: string): string {
  return arn.split(':').with(4, '000000000000').join(':');
}

async function createTopic({ name, arn, attributes, subscriptions }: TopicModel, url: string): Promise<void> {
  const region = regionOf(arn);
  await callQuery(url, { Action: 'CreateTopic', Name: name, ...entries(attributes) }, { region });
  for (const { protocol, endpoint, attributes: own } of subscriptions) {
    if (protocol !== 'sqs') continue;
    await subscribeQueue(url, arn, endpoint, own);
  }
}

export async function subscribeQueue(
  url: string,
  topicArn: string,
  queueArn: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const call = {
    Action: 'Subscribe',
    TopicArn: inLocalAccount(topicArn),
    Protocol: 'sqs',
    Endpoint: inLocalAccount(queueArn),
  };
  await callQuery(url, { ...call, ...entries(attributes) }, { region: regionOf(topicArn) });
}

function entries(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value], index) => [
      [`Attributes.entry.${index + 1}.key`, name],
      [`Attributes.entry.${index + 1}.value`, value],
    ]),
  );
}

async function createBucket(name: string, url: string): Promise<void> {
  const response = await fetch(`${url}/${name}`, { method: 'PUT' });
  if (!response.ok && response.status !== 409)
    throw new Error(`The bucket ${name} could not be created: ${response.status} ${await response.text()}`);
}

const regionOf = (arn: string) => arn.split(':')[3] ?? 'us-east-1';
