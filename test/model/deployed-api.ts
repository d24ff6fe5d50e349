/** The real handlers of the API and the worker, in this process, on embedded DynamoDB and S3. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyResult, Context, SQSEvent } from 'aws-lambda';
import { environment } from '../../contract/environment';
import { apiEvent, type EventOptions } from '../lambda/api/event';
import { startDynamoDb, startQueuesAndBuckets } from '../lambda/aws/services';

/** What the events carry as the caller's key: it must be seen nowhere. */
export const canary = `canary-${randomUUID()}`;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DeployedApi {
  call(tenant: string, method: string, resource: string, options?: EventOptions): Promise<Answer>;
  /** Brings one message to the worker; the test carries them itself, when and as often as it likes. */
  work(tenant: string, jobId: string): Promise<void>;
  /** Everything that was written to standard output so far. */
  readonly written: readonly string[];
  /** Takes the database away. */
  stopDatabase(): Promise<void>;
  stop(): Promise<void>;
}

const context = { awsRequestId: 'request-1', functionName: 'test', getRemainingTimeInMillis: () => 60_000 };

export async function deployApi(tenants: readonly string[]): Promise<DeployedApi> {
  const [dynamoDb, services] = await Promise.all([startDynamoDb(), startQueuesAndBuckets()]);
  const { protocol, hostname, port } = await dynamoDb.client.config.endpoint!();
  const queues = `http://127.0.0.1:${new URL(services.queueUrl).port}`;
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
    AWS_ENDPOINT_URL_SQS: queues,
    AWS_ENDPOINT_URL_S3: queues,
    [environment.tableName]: 'jobs',
    [environment.bucketName]: 'files',
    [environment.queueUrl]: `${queues}/000000000000/jobs`,
    [environment.tenantsByKeyId]: JSON.stringify(
      Object.fromEntries(tenants.map(name => [keyOf(name), name])),
    ),
    [environment.retentionDays]: '30',
    [environment.maximumFailures]: '5',
    [environment.tenantLimits]: '{}',
    [environment.authorization]: '{"default":"none"}',
    [environment.corsOrigins]: '[]',
  });
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    written.push(String(text));
    return true;
  });
  // Loaded only now, because they read the environment when they are loaded.
  const api = jest.requireActual<typeof import('../../lambda/api/handler')>('../../lambda/api/handler');
  const worker = jest.requireActual<typeof import('../../lambda/worker/handler')>(
    '../../lambda/worker/handler',
  );
  return {
    written,
    async call(tenant, method, resource, options = {}) {
      const event = apiEvent(method, resource, { apiKeyId: keyOf(tenant), ...options });
      event.headers['X-Api-Key'] = canary;
      event.requestContext.identity.apiKey = canary;
      const answer = (await api.handler(event, context as unknown as Context)) as APIGatewayProxyResult;
      const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString() : answer.body;
      const headers = answer.headers ?? {};
      return { status: answer.statusCode, headers, body: text === '' ? {} : JSON.parse(text) };
    },
    async work(tenant, id) {
      const records = [{ messageId: 'message', body: JSON.stringify({ tenant, id }) }];
      await worker.handler({ Records: records } as unknown as SQSEvent, context as unknown as Context);
    },
    stopDatabase: () => dynamoDb.stop(),
    async stop() {
      spy.mockRestore();
      process.env = before;
      await Promise.all([dynamoDb.stop().catch(() => {}), services.stop()]);
    },
  };
}

const keyOf = (tenant: string): string => `key-of-${tenant}`;
