import type { IntegrationModel } from '../../../../local/template/rest-api-model';
import { response } from '../served';
import type { HttpCalls } from './http-calls';
import { httpCalls, told } from './http-calls';

let calls: HttpCalls;
beforeAll(async () => {
  calls = await httpCalls();
});
afterAll(() => calls.close());

describe('HTTP', () => {
  const custom = (changes: Partial<IntegrationModel>) =>
    calls.pets({ type: 'HTTP', responses: [response('200')], ...changes });

  test('sends mapped parameters and the templated body, nothing else', async () => {
    const url = await calls.start([
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
    const url = await calls.start([
      custom({
        uri: `${calls.backend.url}/teapot`,
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
    const url = await calls.start([
      custom({ responses: [response('200', { selectionPattern: '5\\d{2}' })] }),
    ]);
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
      const url = await calls.start([custom({ passthroughBehavior, requestTemplates })]);
      const answer = await fetch(`${url}/pets/7`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain' },
        body: 'x',
      });
      expect(answer.status).toBe(status);
    },
  );

  test('converts bodies as contentHandling says', async () => {
    const url = await calls.start([custom({ contentHandling: 'CONVERT_TO_BINARY' })]);
    expect((await told(await fetch(`${url}/pets/7`, { method: 'POST', body: 'iVD/' }))).body).toBe(
      '\x89P\xff',
    );
    expect((await fetch(`${url}/pets/7`, { method: 'POST', body: 'no base64' })).status).toBe(500);
    const text = await calls.start([custom({ contentHandling: 'CONVERT_TO_TEXT' })], {
      binaryMediaTypes: ['image/png'],
    });
    const sent = await fetch(`${text}/pets/7`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.from([0x89, 0x50, 0xff]),
    });
    expect((await told(sent)).body).toBe('iVD/');
  });

  test('a template that fails is a 500', async () => {
    const url = await calls.start([custom({ requestTemplates: { 'application/json': '#if($x' } })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(500);
  });

  test.each([
    ['{"name":"Rex"}', 200, 'Rex'],
    ['', 200, undefined],
    ['no JSON', 200, undefined],
    ['{"name":', 400, undefined],
  ])('a mapping that reads the body %j', async (body, status, mapped) => {
    const requestParameters = { 'integration.request.header.X-Name': 'method.request.body.name' };
    const url = await calls.start([custom({ requestParameters })]);
    const answer = await fetch(`${url}/pets/7`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    if (status === 200) expect((await told(answer)).headers['x-name']).toBe(mapped);
    else expect(await answer.text()).toBe('{"message": "Invalid JSON in request body"}');
  });

  test('an override that is set twice is an error', async () => {
    const template =
      '#set($context.requestOverride.header.a = "1")#set($context.requestOverride.header.a = "2"){}';
    const url = await calls.start([custom({ requestTemplates: { 'application/json': template } })]);
    expect((await fetch(`${url}/pets/7`)).status).toBe(500);
  });
});
