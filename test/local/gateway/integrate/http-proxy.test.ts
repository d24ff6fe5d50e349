import { startBackend, tell } from '../backend';
import { stageModel } from '../fixtures';
import { exchange, method, portOf } from '../served';
import type { HttpCalls } from './http-calls';
import { httpCalls, told } from './http-calls';

let calls: HttpCalls;
beforeAll(async () => {
  calls = await httpCalls();
});
afterAll(() => calls.close());

describe('HTTP_PROXY', () => {
  test('passes method, headers, query and body on, and names itself', async () => {
    const url = await calls.start([calls.pets({})]);
    const answer = await fetch(`${url}/pets/7?a=x%20y&a=2`, {
      method: 'PUT',
      headers: { 'X-Mine': '1', 'User-Agent': 'me', Via: 'p', 'Content-Type': 'text/plain' },
      body: 'hello',
    });
    expect(await told(answer)).toMatchObject({
      method: 'PUT',
      target: '/pets?a=x%20y&a=2',
      body: 'hello',
      headers: {
        host: new URL(calls.backend.url).host,
        'x-mine': '1',
        'user-agent': 'me',
        'content-type': 'text/plain',
        'x-amzn-apigateway-api-id': 'api1234567',
        'x-amzn-trace-id': expect.stringMatching(/^Root=/),
        'x-forwarded-for': '127.0.0.1',
      },
    });
    expect(answer.headers.get('x-amzn-trace-id')).toBeNull();
  });

  test('adds mapped parameters, of a header in place of the client\u2019s', async () => {
    const url = await calls.start([
      calls.pets({
        uri: `${calls.backend.url}/{pet}/x?testVar={pet}&testQs={q}`,
        requestParameters: {
          'integration.request.path.pet': 'method.request.path.id',
          'integration.request.path.q': 'method.request.querystring.testVar',
          'integration.request.querystring.testQs': 'method.request.querystring.testQueryString',
          'integration.request.header.headerVar': 'method.request.header.foobar',
          'integration.request.header.X-Stage': 'context.stage',
          'integration.request.header.X-Literal': "'it'",
          'integration.request.header.X-None': 'method.request.header.none',
        },
      }),
    ]);
    const answer = await fetch(`${url}/pets/a%2Fb?testQueryString=foo&testVar=bar`, {
      headers: { foobar: 'mapped', headerVar: 'mine' },
    });
    const { target, headers } = await told(answer);
    expect(target).toBe('/a%2Fb/x?testVar=a%2Fb&testQs=bar&testQueryString=foo&testVar=bar&testQs=foo');
    expect(headers).toMatchObject({ headervar: 'mapped', 'x-stage': 'dev', 'x-literal': 'it' });
    expect(headers).not.toHaveProperty('x-none');
  });

  test('answers as the backend does, remapping what belongs to the connection', async () => {
    const url = await calls.start([calls.pets({ uri: `${calls.backend.url}/teapot` })]);
    const answer = await fetch(`${url}/pets/7`);
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe('{"error":"short and stout"}');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-kind': 'a, b',
      'x-amzn-remapped-server': 'pot',
      'x-amzn-remapped-connection': 'close',
    });
    expect(answer.headers.get('server')).toBeNull();
  });

  test('sends a binary body through only where its type is one of the API\u2019s binary types', async () => {
    const text = await calls.start([calls.pets({ uri: `${calls.backend.url}/image` })]);
    const corrupted = await fetch(`${text}/pets/7`, { headers: { Accept: 'image/png' } });
    expect(Buffer.from(await corrupted.arrayBuffer())).toEqual(Buffer.from('\ufffdP\ufffd'));
    const binary = await calls.start([calls.pets({ uri: `${calls.backend.url}/image` })], {
      binaryMediaTypes: ['image/png'],
    });
    const whole = await fetch(`${binary}/pets/7`, { headers: { Accept: 'image/png' } });
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from([0x89, 0x50, 0xff]));
    const encoded = await fetch(`${binary}/pets/7`, { headers: { Accept: 'text/plain' } });
    expect(await encoded.text()).toBe('iVD/');
  });

  test.each([
    ['hangs up', '/hang-up', 504, 'Network error communicating with endpoint'],
    ['never answers', '/never', 504, 'Endpoint request timed out'],
    ['answers more than 10 MB', '/large', 500, 'Internal server error'],
  ])('a backend that %s', async (_, path, status, message) => {
    const url = await calls.start([
      calls.pets({ uri: calls.backend.url + path, timeoutMilliseconds: path === '/never' ? 50 : 29_000 }),
    ]);
    const answer = await fetch(`${url}/pets/7`);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(`{"message": "${message}"}`);
    expect(answer.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  });

  test.each([
    ['refuses connections', 'http://127.0.0.1:1/', 504],
    ['has no address', 'http://no..where/', 500],
    ['is no URL', 'http://${stageVariables.host}/', 500],
  ])('a backend that %s', async (_, uri, status) => {
    const url = await calls.start([calls.pets({ uri })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(status);
  });

  test('through a VPC link goes to the bound upstream with path and Host of the URI', async () => {
    const link = calls.pets({
      uri: 'http://nlb.example:8080/v1/{proxy}',
      connectionType: 'VPC_LINK',
      connectionId: '${stageVariables.link}',
      requestParameters: { 'integration.request.path.proxy': 'method.request.path.id' },
    });
    const stages = [stageModel({ variables: { link: 'vpclink1' } })];
    const url = await calls.start([link], { stages }, { vpclink1: calls.backend.url });
    const { target, headers } = await told(await fetch(`${url}/pets/7`));
    expect({ target, host: headers['host'] }).toEqual({ target: '/v1/7', host: 'nlb.example:8080' });
    const unbound = await calls.start([link], { stages });
    expect((await fetch(`${unbound}/pets/7`)).status).toBe(504);
  });

  test('an upstream stands for a host name, and stage variables for parts of the URI', async () => {
    const url = await calls.start(
      [calls.pets({ uri: 'http://${stageVariables.host}/x' })],
      { stages: [stageModel({ variables: { host: 'upstream.example' } })] },
      { 'upstream.example': calls.backend.url },
    );
    expect((await told(await fetch(`${url}/pets/7`))).headers['host']).toBe('upstream.example');
  });

  test('a mapped Content-Length makes every call fail', async () => {
    const url = await calls.start([
      calls.pets({ requestParameters: { 'integration.request.header.Content-Length': "'5'" } }),
    ]);
    const answer = await fetch(`${url}/pets/7`);
    expect([answer.status, answer.headers.get('x-amzn-trace-id')]).toEqual([500, null]);
  });
});

test('what a backend is asked for is escaped as the client escaped it', async () => {
  const url = await calls.start([
    method('ANY', '/{proxy+}', {
      integration: {
        ...calls.pets({}).integration!,
        uri: `${calls.backend.url}/base/{proxy}?q={q}`,
        requestParameters: {
          'integration.request.path.proxy': 'method.request.path.proxy',
          'integration.request.path.q': 'method.request.querystring.q',
        },
      },
    }),
  ]);
  const answer = await exchange(
    portOf(url),
    'GET /dev/a/../b//c%2Fd?q=x%20%C3%A4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toContain('"target":"/base/a/../b//c%2Fd?q=x%20%C3%A4&q=x%20%C3%A4"');
});

test('a connection that the backend closed while it was idle is opened anew', async () => {
  let served = 0;
  const closing = await startBackend((received, answer) => {
    served += 1;
    tell(received, answer);
    answer.on('finish', () => answer.socket?.destroy());
  });
  const url = await calls.start([calls.pets({ uri: `${closing.url}/` })]);
  try {
    for (let at = 0; at < 20; at += 1) expect((await fetch(`${url}/pets/7`)).status).toBe(200);
    expect(served).toBe(20);
  } finally {
    await closing.close();
  }
});
