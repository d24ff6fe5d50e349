import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Answers that take longer are given up and asked for again: a request waits 29 seconds in all. */
const patience = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };

/** The environment alone says region, credentials and endpoints. One client a process keeps its connections. */
export function dynamoDbClient(): DynamoDBClient {
  return new DynamoDBClient({ requestHandler: patience });
}

export function sqsClient(): SQSClient {
  return new SQSClient({ requestHandler: patience });
}

export function apiGatewayClient(): APIGatewayClient {
  return new APIGatewayClient({ requestHandler: patience });
}

export function snsClient(): SNSClient {
  return new SNSClient({ requestHandler: patience });
}

/** Payloads are larger, so they may take longer. */
export function s3Client(): S3Client {
  return new S3Client({
    requestHandler: { ...patience, requestTimeout: 20_000 },
    // Otherwise links would be signed for a digest that only the SDK knows how to make.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}
