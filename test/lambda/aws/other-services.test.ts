import { APIGatewayClient, GetUsageCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { Job } from '../../../contract/schemas';
import { apiGatewayUsage } from '../../../lambda/aws/api-gateway-usage';
import { lambdaRemoteFunctions } from '../../../lambda/aws/lambda-remote-functions';
import { lazyRemoteFunctions } from '../../../lambda/aws/lazy-remote-functions';
import { lazyUsage } from '../../../lambda/aws/lazy-usage';
import { snsFinishedTopic } from '../../../lambda/aws/sns-finished-topic';
import { systemClock } from '../../../lambda/aws/system';

describe('the use of a plan', () => {
  const apiGateway = mockClient(APIGatewayClient);
  const clock = { ...systemClock, now: () => Date.parse('2026-11-21T12:00:00Z') };
  const read = apiGatewayUsage(new APIGatewayClient({ region: 'us-east-1' }), clock);
  const caller = { apiKeyId: 'key', apiId: 'api', stage: 'dev' };
  const plan = {
    id: 'p',
    name: 'free',
    throttle: { rateLimit: 5, burstLimit: 10 },
    apiStages: [{ apiId: 'api', stage: 'dev' }],
  };
  afterEach(() => apiGateway.reset());

  test('is what API Gateway counted since the period began', async () => {
    apiGateway.on(GetUsagePlansCommand, { keyId: 'key' }).resolves({
      items: [
        { id: 'other', apiStages: [{ apiId: 'api', stage: 'prod' }] },
        { ...plan, quota: { limit: 100, period: 'MONTH', offset: 0 } },
      ],
    });
    apiGateway
      .on(GetUsageCommand, { usagePlanId: 'p', keyId: 'key', startDate: '2026-11-01', endDate: '2026-11-21' })
      .resolves({
        items: {
          key: [
            [10, 90],
            [5, 85],
          ],
        },
      });
    expect(await read(caller)).toEqual({
      plan: { name: 'free', requestsPerSecond: 5, burst: 10 },
      quota: { limit: 100, period: 'MONTH', used: 15, remaining: 85 },
    });
  });

  test('has no quota where the plan has none, and is nothing without a plan', async () => {
    apiGateway.on(GetUsagePlansCommand).resolves({ items: [plan] });
    expect(await read(caller)).toEqual({ plan: { name: 'free', requestsPerSecond: 5, burst: 10 } });
    expect(await read({ ...caller, stage: 'stg' })).toBeUndefined();
  });

  test('is read with one client, loaded by the first who asks', async () => {
    apiGateway.on(GetUsagePlansCommand).resolves({ items: [] });
    const readLazily = lazyUsage(clock);
    await Promise.all([readLazily(caller), readLazily(caller)]);
    await readLazily(caller);
    const clients = apiGateway.commandCalls(GetUsagePlansCommand).map(call => call.thisValue);
    expect(clients).toHaveLength(3);
    expect(new Set(clients).size).toBe(1);
  });
});

describe('a finished job', () => {
  const sns = mockClient(SNSClient);
  const topic = snsFinishedTopic(new SNSClient({ region: 'us-east-1' }), 'arn:topic');
  const job = { id: 'j', type: 'echo', status: 'succeeded', result: 1 } as Job;
  afterEach(() => sns.reset());

  test('is published with what subscriptions filter by', async () => {
    await topic.publish(job, 'acme');
    const { Message, MessageAttributes } = sns.commandCalls(PublishCommand)[0]!.args[0].input;
    expect(JSON.parse(Message ?? '')).toEqual({ tenant: 'acme', job });
    expect(
      Object.entries(MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    ).toEqual([
      ['tenant', 'acme'],
      ['type', 'echo'],
      ['status', 'succeeded'],
    ]);
  });

  test('cannot be published while the topic is away', async () => {
    sns.on(PublishCommand).rejects(Object.assign(new Error('busy'), { name: 'ThrottlingException' }));
    await expect(topic.publish(job, 'acme')).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('a remote function', () => {
  const lambda = mockClient(LambdaClient);
  const arn = (region: string) => `arn:aws:lambda:${region}:123456789012:function:render`;
  const payload = { jobId: 'j', tenant: 'acme', attempt: 1, token: 't', input: { a: 1 } };
  afterEach(() => lambda.reset());

  test('is invoked by its ARN, in its own region, to run later', async () => {
    const functions = lambdaRemoteFunctions({ render: arn('eu-west-1') });
    await functions.invoke('render', payload);
    const [call] = lambda.commandCalls(InvokeCommand);
    expect(call?.args[0].input).toMatchObject({ FunctionName: arn('eu-west-1'), InvocationType: 'Event' });
    expect(JSON.parse(Buffer.from(call?.args[0].input.Payload as Uint8Array).toString())).toEqual(payload);
    expect(await call?.thisValue.config.region()).toBe('eu-west-1');
    await expect(functions.invoke('unknown', payload)).rejects.toThrow('no remote function "unknown"');
  });

  test('shares one client with the others of its region, loaded by the first job', async () => {
    const functions = lazyRemoteFunctions({ near: arn('eu-west-1'), far: arn('us-east-1') });
    for (const name of ['near', 'far', 'near', 'far']) await functions.invoke(name, payload);
    const [near, far, ...others] = lambda.commandCalls(InvokeCommand).map(call => call.thisValue);
    expect(others).toHaveLength(2);
    expect(others[0]).toBe(near);
    expect(others[1]).toBe(far);
    expect(near).not.toBe(far);
  });
});
