/** The byTenant index as the product's own query reads it: partitions in order, pages of a limit, filters after it. */
import type { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { table } from '../../contract/table';
import { itemOf } from '../../lambda/aws/job-item';
import type { JobRecord } from '../../lambda/core/job/job-record';
import type { Process } from './process';

const { partitionKey, sortKey } = table.indexes.byTenant;

const TRIES_OF_THE_SDK = 3;

interface Shown {
  readonly job: JobRecord;
  readonly version: number;
}

export class FakeListing {
  private readonly partitions = new Map<string, Map<string, Shown>>();

  /** Lets the index follow a write, unless it shows a later one already. */
  show(job: JobRecord, version: number): void {
    const item = itemOf(job);
    const name = String(item[partitionKey]);
    const partition = this.partitions.get(name) ?? new Map<string, Shown>();
    this.partitions.set(name, partition);
    const position = String(item[sortKey.name]);
    if ((partition.get(position)?.version ?? 0) < version) partition.set(position, { job, version });
  }

  for(process: Process): DynamoDBDocumentClient {
    const send = async (command: QueryCommand) => {
      for (let tries = TRIES_OF_THE_SDK; ; tries--) {
        try {
          return await process.call(() => this.query(command.input));
        } catch (error) {
          if (tries <= 1) throw error;
        }
      }
    };
    return { send } as unknown as DynamoDBDocumentClient;
  }

  private query({ ExpressionAttributeValues: values = {}, Limit = 1 }: QueryCommand['input']) {
    const after: string | undefined = values[':after'];
    const keys = [...(this.partitions.get(values[':partition']) ?? [])]
      .filter(([key]) => after === undefined || key < after)
      .sort(([one], [other]) => (one < other ? 1 : -1));
    const read = keys.slice(0, Limit);
    const found = read.filter(([, { job }]) => !values[':status'] || job.status === values[':status']);
    return {
      Items: found.map(([, { job }]) => job),
      ...(keys.length > Limit && { LastEvaluatedKey: { [sortKey.name]: read.at(-1)?.[0] } }),
    };
  }
}
