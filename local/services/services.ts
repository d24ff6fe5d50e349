/** The embedded services of a run: DynamoDB, SQS and SNS, S3, each in its own thread, on loopback only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../template/model';
import type { ServiceEndpoints } from './provision';
import { type ServiceThread, startServiceThread } from './service-thread';

export interface Services {
  readonly endpoints: ServiceEndpoints;
  close(): Promise<void>;
}

export interface ServicesOptions {
  /** Tables, messages and objects are kept here. */
  readonly directory: string;
  /** @default - tables and the messages of queues live on disk in the directory */
  readonly inMemory?: boolean;
}

export function needsServices(model: Model): boolean {
  return [model.tables, model.queues, model.topics, model.buckets].some(({ length }) => length > 0);
}

export async function startServices({ directory, inMemory }: ServicesOptions): Promise<Services> {
  mkdirSync(directory, { recursive: true });
  const starting = [
    startServiceThread('dynamodb', inMemory ? {} : { directory: join(directory, 'tables') }),
    startServiceThread('messaging', {
      region: 'us-east-1',
      ...(inMemory ? {} : { file: join(directory, 'queues', 'messages.jsonl') }),
    }),
    startServiceThread('objects', { directory: join(directory, 'objects') }),
  ] as const;
  const results = await Promise.allSettled(starting);
  const failed = results.find(result => result.status === 'rejected');
  const started = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async () => {
    await Promise.all(started.map((thread: ServiceThread) => thread.close()));
  };
  const [dynamodb, messaging, objects] = started;
  if (failed || !dynamodb || !messaging || !objects) {
    await close();
    throw explain(failed?.reason, directory);
  }
  return {
    endpoints: { dynamodb: dynamodb.url, queues: messaging.url, topics: messaging.url, objects: objects.url },
    close,
  };
}

function explain(reason: unknown, directory: string): Error {
  const message = reason instanceof Error ? `${reason.message} ${reason.cause ?? ''}` : String(reason);
  if (/lock|not open/i.test(message))
    return new Error(
      `The data folder ${directory} is in use by another local run. Stop that one, or give another folder with --data.`,
    );
  return new Error(`The embedded services could not be started: ${message.trim()}`);
}
