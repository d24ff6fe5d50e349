import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { announcementItemPk, table } from '../../contract/table';
import type { AnnouncePorts } from '../core/unhandled/announce';
import { systemClock } from './system';

/** Announcements on an SNS topic, their windows as items of the table; nothing when the stage has no such topic. */
export function snsAnnouncements(
  dynamoDb: DynamoDBClient,
  tableName: string,
  topicArn: string | undefined,
): AnnouncePorts | undefined {
  if (topicArn === undefined) return undefined;
  const documents = DynamoDBDocumentClient.from(dynamoDb);
  return {
    clock: systemClock,
    async beginWindow(cause, until) {
      const put = new PutCommand({
        TableName: tableName,
        Item: windowItem(cause, until),
        // Deleting by time to live comes up to two days late: a window that has ended is as good as none.
        ConditionExpression: 'attribute_not_exists(endsAt) OR endsAt <= :now',
        ExpressionAttributeValues: { ':now': systemClock.now() },
      });
      try {
        await documents.send(put);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async prolongWindow(cause, until) {
      await documents.send(new PutCommand({ TableName: tableName, Item: windowItem(cause, until) }));
    },
    async publish(subject, text) {
      // SNS takes subjects of at most 99 ASCII characters.
      const Subject = subject.replace(/[^\x20-\x7e]/g, '?').slice(0, 99);
      // Loaded only when something went wrong, which a cold start should not pay for.
      const [{ PublishCommand }, { snsClient }] = await Promise.all([
        import('@aws-sdk/client-sns'),
        import('./sns-client'),
      ]);
      await snsClient().send(new PublishCommand({ TopicArn: topicArn, Subject, Message: text }));
    },
  };
}

function windowItem(cause: string, until: number) {
  return {
    [table.partitionKey]: announcementItemPk(cause),
    endsAt: until,
    [table.timeToLive]: Math.ceil(until / 1_000),
  };
}
