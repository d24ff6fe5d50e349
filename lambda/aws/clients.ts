import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { patience } from './patience';

/** The environment alone says region, credentials and endpoints. One client a process keeps its connections. */
export function dynamoDbClient(): DynamoDBClient {
  return new DynamoDBClient({ requestHandler: patience });
}

export function sqsClient(): SQSClient {
  return new SQSClient({ requestHandler: patience });
}
