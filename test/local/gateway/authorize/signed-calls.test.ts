/** Clients as they are, calling an IAM method over HTTP: an SDK client and, where it is installed, curl. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Gateway } from '../../../../local/gateway/server';
import { answering, appModel, method, restApi, serve } from '../served';

const run = promisify(execFile);
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
let gateway: Gateway;
let url = '';
const events: Record<string, unknown>[] = [];
const invoker = answering(event => {
  events.push(event);
  return { statusCode: 200, body: JSON.stringify(event) };
});

beforeAll(async () => {
  const iam = { authorizationType: 'AWS_IAM' } as const;
  gateway = await serve(appModel([restApi([method('ANY', '/{proxy+}', iam)])]), { credentials, invoker });
  url = gateway.apis[0]?.url ?? '';
});
afterAll(() => gateway.close());

/** The one client of the SDK that signs for API Gateway's calls; its calls have paths like any others. */
function client(secretAccessKey = credentials.secretAccessKey, region = 'us-east-1') {
  return new ApiGatewayManagementApiClient({
    endpoint: url,
    region,
    maxAttempts: 1,
    credentials: { ...credentials, secretAccessKey },
  });
}
const post = (ConnectionId: string) =>
  new PostToConnectionCommand({ ConnectionId, Data: Buffer.from('{"é":1}') });

describe('an SDK client', () => {
  test('calls a method, with odd characters in its path and a body', async () => {
    await client().send(post("a b+c:d/ü='(!)*"));
    expect(events.at(-1)).toMatchObject({
      httpMethod: 'POST',
      path: '/@connections/a%20b%2Bc%3Ad%2F%C3%BC%3D%27%28%21%29%2A',
      body: '{"é":1}',
      requestContext: {
        identity: {
          accessKey: credentials.accessKeyId,
          accountId: '000000000000',
          userArn: 'arn:aws:iam::000000000000:user/local',
        },
      },
    });
  });

  test.each([
    [
      'a wrong secret',
      () => client('wrong'),
      'InvalidSignatureException',
      'The request signature we calculated',
    ],
    [
      'another region',
      () => client(undefined, 'eu-west-1'),
      'InvalidSignatureException',
      'Credential should be scoped to a valid region',
    ],
  ])('is refused with %s', async (_what, make, name, message) => {
    await expect(make().send(post('c'))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 403 },
    });
  });
});

const hasCurl = spawnSync('curl', ['--help', 'all']).stdout?.includes('--aws-sigv4') ?? false;

(hasCurl ? describe : describe.skip)('curl --aws-sigv4', () => {
  const curl = async (path: string, secret: string, ...more: string[]) => {
    const signing = [
      '--aws-sigv4',
      'aws:amz:us-east-1:execute-api',
      '--user',
      `${credentials.accessKeyId}:${secret}`,
    ];
    const { stdout } = await run('curl', ['-s', '-w', '\n%{http_code}', ...signing, ...more, url + path]);
    const [body, status] = [stdout.slice(0, -4), stdout.slice(-3)];
    return { status, body: JSON.parse(body) };
  };

  test('calls a method', async () => {
    const get = await curl('/jobs?limit=5&status=done', credentials.secretAccessKey);
    expect(get).toMatchObject({
      status: '200',
      body: { path: '/jobs', queryStringParameters: { limit: '5' } },
    });
    const post = await curl(
      '/jobs',
      credentials.secretAccessKey,
      '-H',
      'content-type: application/json',
      '-d',
      '{"a":1}',
    );
    expect(post).toMatchObject({ status: '200', body: { body: '{"a":1}' } });
  });

  test('is refused with a wrong secret', async () => {
    expect(await curl('/jobs', 'wrong')).toMatchObject({
      status: '403',
      body: { message: expect.stringContaining('The request signature we calculated') },
    });
  });
});

test('an unsigned call is refused', async () => {
  const answer = await fetch(`${url}/jobs`);
  expect([answer.status, answer.headers.get('x-amzn-errortype'), await answer.text()]).toEqual([
    403,
    'MissingAuthenticationTokenException',
    '{"message":"Missing Authentication Token"}',
  ]);
});
