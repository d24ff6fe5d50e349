import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { IntegrationModel } from '../../../../local/template/rest-api-model';
import { type Backend, type Received, startBackend } from '../backend';
import { appModel, integrationModel, method, response, restApi, serve } from '../served';

async function call(
  integration: Partial<IntegrationModel>,
  serviceEndpoints: Record<string, string>,
  request: RequestInit = {},
) {
  const model = appModel([
    restApi([
      method('ANY', '/x/{id}', {
        integration: integrationModel({ type: 'AWS', responses: [response('200')], ...integration }),
      }),
    ]),
  ]);
  const gateway = await serve(model, { serviceEndpoints });
  try {
    const answer = await fetch(`${gateway.apis[0]!.url}/x/7`, request);
    return {
      status: answer.status,
      body: await answer.text(),
      unsupported: gateway.unsupported.map(({ reason }) => reason),
    };
  } finally {
    await gateway.close();
  }
}

const service = (name: string, rest: string) => `arn:aws:apigateway:us-east-1:${name}:${rest}`;

describe('DynamoDB', () => {
  const server = dynalite({ createTableMs: 0 });
  let dynamodb = '';
  const action = (name: string, template: string, changes: Partial<IntegrationModel> = {}) =>
    call(
      {
        uri: service('dynamodb', `action/${name}`),
        requestTemplates: { 'application/json': template },
        ...changes,
      },
      { dynamodb },
    );

  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    dynamodb = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const table = {
      TableName: 'things',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    };
    expect((await action('CreateTable', JSON.stringify(table))).status).toBe(200);
  });
  afterAll(() => new Promise<void>(resolve => server.close(() => resolve())));

  test('takes a templated PutItem and gives the item back by GetItem and Query', async () => {
    const put = await action('PutItem', '{"TableName":"things","Item":{"id":{"S":"$input.params(\'id\')"}}}');
    expect(put).toMatchObject({ status: 200, body: '{}' });
    const template = { responseTemplates: { 'application/json': "$input.path('$.Item.id.S')" } };
    const get = await action('GetItem', '{"TableName":"things","Key":{"id":{"S":"7"}}}', {
      responses: [response('200', template)],
    });
    expect(get).toMatchObject({ status: 200, body: '7' });
    const query = await action(
      'Query',
      '{"TableName":"things","KeyConditionExpression":"id = :id","ExpressionAttributeValues":{":id":{"S":"7"}}}',
    );
    expect(JSON.parse(query.body)).toMatchObject({ Count: 1 });
  });

  test('selects the response by the status of an error', async () => {
    const responses = [
      response('200'),
      response('400', {
        selectionPattern: '4\\d{2}',
        responseTemplates: { 'application/json': "$input.path('$.__type')" },
      }),
    ];
    const missing = await action('GetItem', '{"TableName":"nowhere","Key":{"id":{"S":"7"}}}', { responses });
    expect(missing).toMatchObject({ status: 400, body: expect.stringMatching(/ResourceNotFoundException$/) });
  });
});

describe('SQS', () => {
  let sqs: Backend;
  const received: Received[] = [];
  const failure = { status: 200, body: {} as object };

  beforeAll(async () => {
    sqs = await startBackend((request, answer) => {
      received.push(request);
      answer.writeHead(failure.status, {
        'x-amzn-RequestId': 'sqs-1',
        'Content-Type': 'application/x-amz-json-1.0',
      });
      answer.end(JSON.stringify(failure.body));
    });
  });
  beforeEach(() => {
    received.length = 0;
    Object.assign(failure, { status: 200, body: { MessageId: 'm-1', MD5OfMessageBody: 'abc' } });
  });
  afterAll(() => sqs.close());

  const form = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };
  const send = (changes: Partial<IntegrationModel>, body = '{"foo":"bar"}') =>
    call(
      { requestParameters: form, ...changes },
      { sqs: sqs.url },
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body },
    );

  test('takes a SendMessage by the queue\u2019s path, with attributes, and answers in the query protocol\u2019s JSON', async () => {
    const { status, body } = await send({
      uri: service('sqs', 'path/000000000000/jobs'),
      requestTemplates: {
        'application/json':
          'Action=SendMessage&MessageBody=$util.urlEncode($input.body)&DelaySeconds=3&MessageAttributes.1.Name=kind&MessageAttributes.1.Value.DataType=String&MessageAttributes.1.Value.StringValue=x',
      },
    });
    expect(received[0]?.headers).toMatchObject({ 'x-amz-target': 'AmazonSQS.SendMessage' });
    expect(JSON.parse(received[0]!.body.toString())).toEqual({
      QueueUrl: `${sqs.url}/000000000000/jobs`,
      MessageBody: '{"foo":"bar"}',
      DelaySeconds: 3,
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      SendMessageResponse: {
        SendMessageResult: { MessageId: 'm-1', MD5OfMessageBody: 'abc' },
        ResponseMetadata: { RequestId: 'sqs-1' },
      },
    });
  });

  test('takes a SendMessage by action with mapped query parameters', async () => {
    await send({
      uri: service('sqs', 'action/SendMessage'),
      requestParameters: {
        'integration.request.querystring.QueueUrl': "'http://q/1/jobs'",
        'integration.request.querystring.MessageBody': 'method.request.body',
      },
      passthroughBehavior: 'WHEN_NO_TEMPLATES',
      requestTemplates: {},
    });
    expect(JSON.parse(received[0]!.body.toString())).toMatchObject({
      QueueUrl: 'http://q/1/jobs',
      MessageBody: '{"foo":"bar"}',
    });
  });

  test('passes a call of the JSON protocol on', async () => {
    const { body } = await send({
      uri: service('sqs', 'path/'),
      requestParameters: { 'integration.request.header.X-Amz-Target': "'AmazonSQS.SendMessage'" },
      requestTemplates: { 'application/json': '{"QueueUrl":"u","MessageBody":"m"}' },
    });
    expect(received[0]?.body.toString()).toBe('{"QueueUrl":"u","MessageBody":"m"}');
    expect(JSON.parse(body)).toEqual({ MessageId: 'm-1', MD5OfMessageBody: 'abc' });
  });

  test('gives errors in the query protocol\u2019s form', async () => {
    Object.assign(failure, {
      status: 400,
      body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no queue' },
    });
    const { body } = await send({
      uri: service('sqs', 'path/0/none'),
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=x' },
    });
    expect(JSON.parse(body)).toMatchObject({ Error: { Code: 'QueueDoesNotExist', Message: 'no queue' } });
  });
});

test.each(['kinesis:action/PutRecord', 'sqs:action/PurgeQueue', 's3:path/bucket/key'])(
  '%s answers 501 and is named',
  async uri => {
    const { status, unsupported } = await call(
      { uri: `arn:aws:apigateway:us-east-1:${uri}` },
      { sqs: 'http://127.0.0.1:1', s3: 'http://127.0.0.1:1' },
    );
    expect(status).toBe(501);
    expect(unsupported).toEqual([expect.stringContaining(uri)]);
  },
);
