import type { Gateway } from '../../../../local/gateway/server';
import type { IntegrationModel, MethodModel } from '../../../../local/template/model';
import { type Backend, startBackend, tell } from '../backend';
import { stageModel } from '../fixtures';
import { appModel, exchange, integrationModel, method, portOf, response, restApi, serve } from '../served';

let backend: Backend;
const open: Gateway[] = [];

beforeAll(async () => {
  backend = await startBackend((received, answer) => {
    const { pathname } = new URL(received.target, 'http://backend');
    if (pathname === '/hang-up') answer.destroy();
    else if (pathname === '/never') return;
    else if (pathname === '/teapot')
      answer
        .writeHead(418, { 'X-Kind': ['a', 'b'], Server: 'pot', Connection: 'close' })
        .end('{"error":"short and stout"}');
    else if (pathname === '/image')
      answer.writeHead(200, { 'Content-Type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0xff]));
    else if (pathname === '/large') answer.end(Buffer.alloc(10_485_761, 'a'));
    else tell(received, answer);
  });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(gateway => gateway.close()));
});
afterAll(() => backend.close());

function http(changes: Partial<IntegrationModel>, methodChanges: Partial<MethodModel> = {}): MethodModel {
  const { httpMethod: _, ...proxy } = integrationModel({ type: 'HTTP_PROXY', uri: `${backend.url}/pets` });
  return method('ANY', '/pets/{id}', { ...methodChanges, integration: { ...proxy, ...changes } });
}

async function start(
  methods: readonly MethodModel[],
  changes: Parameters<typeof restApi>[1] = {},
  upstreams: Record<string, string> = {},
) {
  const gateway = await serve(appModel([restApi(methods, changes)]), { upstreams });
  open.push(gateway);
  return gateway.apis[0]!.url;
}

type Told = { method: string; target: string; headers: Record<string, string>; body: string };
const told = async (answer: Response) => (await answer.json()) as Told;

describe('HTTP_PROXY', () => {
  test('passes method, headers, query and body on, and names itself', async () => {
    const url = await start([http({})]);
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
        host: new URL(backend.url).host,
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
    const url = await start([
      http({
        uri: `${backend.url}/{pet}/x?testVar={pet}&testQs={q}`,
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
    const url = await start([http({ uri: `${backend.url}/teapot` })]);
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
    const text = await start([http({ uri: `${backend.url}/image` })]);
    const corrupted = await fetch(`${text}/pets/7`, { headers: { Accept: 'image/png' } });
    expect(Buffer.from(await corrupted.arrayBuffer())).toEqual(Buffer.from('\ufffdP\ufffd'));
    const binary = await start([http({ uri: `${backend.url}/image` })], { binaryMediaTypes: ['image/png'] });
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
    const url = await start([
      http({ uri: backend.url + path, timeoutMilliseconds: path === '/never' ? 50 : 29_000 }),
    ]);
    const answer = await fetch(`${url}/pets/7`);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(`{"message": "${message}"}`);
    expect(answer.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  });

  test.each([
    ['refuses connections', 'http://127.0.0.1:1/', 504],
    ['has no address', 'http://nowhere.invalid/', 500],
    ['is no URL', 'ftp://x/', 500],
  ])('a backend that %s', async (_, uri, status) => {
    const url = await start([http({ uri })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(status);
  });

  test('through a VPC link goes to the bound upstream with path and Host of the URI', async () => {
    const link = http({
      uri: 'http://nlb.example:8080/v1/{proxy}',
      connectionType: 'VPC_LINK',
      connectionId: '${stageVariables.link}',
      requestParameters: { 'integration.request.path.proxy': 'method.request.path.id' },
    });
    const stages = [stageModel({ variables: { link: 'vpclink1' } })];
    const url = await start([link], { stages }, { vpclink1: backend.url });
    const { target, headers } = await told(await fetch(`${url}/pets/7`));
    expect({ target, host: headers['host'] }).toEqual({ target: '/v1/7', host: 'nlb.example:8080' });
    const unbound = await start([link], { stages });
    expect((await fetch(`${unbound}/pets/7`)).status).toBe(504);
  });

  test('an upstream stands for a host name, and stage variables for parts of the URI', async () => {
    const url = await start(
      [http({ uri: 'http://${stageVariables.host}/x' })],
      { stages: [stageModel({ variables: { host: 'upstream.example' } })] },
      { 'upstream.example': backend.url },
    );
    expect((await told(await fetch(`${url}/pets/7`))).headers['host']).toBe('upstream.example');
  });

  test('a mapped Content-Length makes every call fail', async () => {
    const url = await start([
      http({ requestParameters: { 'integration.request.header.Content-Length': "'5'" } }),
    ]);
    const answer = await fetch(`${url}/pets/7`);
    expect([answer.status, answer.headers.get('x-amzn-trace-id')]).toEqual([500, null]);
  });
});

describe('HTTP', () => {
  const custom = (changes: Partial<IntegrationModel>) =>
    http({ type: 'HTTP', responses: [response('200')], ...changes });

  test('sends mapped parameters and the templated body, nothing else', async () => {
    const url = await start([
      custom({
        httpMethod: 'POST',
        requestTemplates: {
          'application/json':
            '#set($context.requestOverride.header.X-Over = "o"){"id":"$input.params(\'id\')","all":$input.json("$")}',
        },
        requestParameters: {
          'integration.request.querystring.q': 'method.request.body.name',
          'integration.request.header.x-over': "'mapped'",
        },
      }),
    ]);
    const {
      method: verb,
      target,
      headers,
      body,
    } = await told(
      await fetch(`${url}/pets/7?dropped=1`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Dropped': '1' },
        body: '{"name":"Rex"}',
      }),
    );
    expect({ verb, target, body }).toEqual({
      verb: 'POST',
      target: '/pets?q=Rex',
      body: '{"id":"7","all":{"name":"Rex"}}',
    });
    expect(headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'AmazonAPIGateway_api1234567',
      'content-type': 'application/json',
      'x-over': 'o',
    });
    expect(headers).not.toHaveProperty('x-dropped');
    expect(headers).not.toHaveProperty('x-forwarded-for');
  });

  test('selects the response by the whole status, and maps headers, body and status', async () => {
    const url = await start([
      custom({
        uri: `${backend.url}/teapot`,
        responses: [
          response('200'),
          response('502', { selectionPattern: '4' }),
          response('409', {
            selectionPattern: '4\\d{2}',
            responseTemplates: {
              'application/json':
                '#set($context.responseOverride.header.X-Set = "s"){"was":"$input.path(\'$.error\')"}',
            },
            responseParameters: {
              'method.response.header.X-First': 'integration.response.header.x-kind',
              'method.response.header.X-All': 'integration.response.multivalueheader.x-kind',
              'method.response.header.X-Body': 'integration.response.body.error',
              'method.response.header.Server': "'mine'",
            },
          }),
        ],
      }),
    ]);
    const answer = await fetch(`${url}/pets/7`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ was: 'short and stout' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-first': 'b',
      'x-all': 'a, b',
      'x-body': 'short and stout',
      'x-set': 's',
      'x-amzn-remapped-server': 'mine',
      'x-amzn-trace-id': expect.stringMatching(/^Root=/),
    });
  });

  test('without a response to select is a configuration error', async () => {
    const url = await start([custom({ responses: [response('200', { selectionPattern: '5\\d{2}' })] })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(500);
  });

  test.each([
    ['WHEN_NO_MATCH', {}, 200],
    ['WHEN_NO_MATCH', { 'application/json': '{}' }, 200],
    ['WHEN_NO_TEMPLATES', {}, 200],
    ['WHEN_NO_TEMPLATES', { 'application/json': '{}' }, 415],
    ['NEVER', {}, 415],
    ['NEVER', { 'text/plain': 'x' }, 200],
  ] as const)(
    'of %s with the templates %j answers %d to text/plain',
    async (passthroughBehavior, requestTemplates, status) => {
      const url = await start([custom({ passthroughBehavior, requestTemplates })]);
      const answer = await fetch(`${url}/pets/7`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain' },
        body: 'x',
      });
      expect(answer.status).toBe(status);
    },
  );

  test('converts bodies as contentHandling says', async () => {
    const url = await start([custom({ contentHandling: 'CONVERT_TO_BINARY' })]);
    expect((await told(await fetch(`${url}/pets/7`, { method: 'POST', body: 'iVD/' }))).body).toBe(
      '\x89P\xff',
    );
    expect((await fetch(`${url}/pets/7`, { method: 'POST', body: 'no base64' })).status).toBe(500);
    const text = await start([custom({ contentHandling: 'CONVERT_TO_TEXT' })], {
      binaryMediaTypes: ['image/png'],
    });
    const sent = await fetch(`${text}/pets/7`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.from([0x89, 0x50, 0xff]),
    });
    expect((await told(sent)).body).toBe('iVD/');
  });

  test('a template that fails is a 500, one that cannot read the body a 400', async () => {
    const url = await start([custom({ requestTemplates: { 'application/json': '#if($x' } })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(500);
    const reading = await start([custom({ requestTemplates: { 'application/json': "$input.json('$.a')" } })]);
    const answer = await fetch(`${reading}/pets/7`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{oops',
    });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toMatch(
      /^Could not parse request body into json/,
    );
  });

  test('an override that is set twice is an error', async () => {
    const template =
      '#set($context.requestOverride.header.a = "1")#set($context.requestOverride.header.a = "2"){}';
    const url = await start([custom({ requestTemplates: { 'application/json': template } })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(500);
  });
});

test('what a backend is asked for is escaped as the client escaped it', async () => {
  const url = await start([
    method('ANY', '/{proxy+}', {
      integration: {
        ...http({}).integration!,
        uri: `${backend.url}/base/{proxy}?q={q}`,
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
  const url = await start([http({ uri: `${closing.url}/` })]);
  try {
    for (let at = 0; at < 20; at += 1) expect((await fetch(`${url}/pets/7`)).status).toBe(200);
    expect(served).toBe(20);
  } finally {
    await closing.close();
  }
});
