import { appModel, exchange, method, mockIntegration, portOf, response, restApi, serve } from './served';

const preflight = mockIntegration({
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  responses: [
    response('204', { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } }),
  ],
});

describe('the gateway', () => {
  test('serves a method through its function', async () => {
    const gateway = await serve(appModel([restApi([method('GET', '/jobs/{id}')])]));
    try {
      const answer = await fetch(`${gateway.apis[0]!.url}/jobs/7?a=1`);
      expect(answer.status).toBe(200);
      const event = (await answer.json()) as Record<string, unknown>;
      expect(event).toMatchObject({
        resource: '/jobs/{id}',
        path: '/jobs/7',
        pathParameters: { id: '7' },
        body: null,
      });
      expect(answer.headers.get('x-amzn-requestid')).toBe(
        (event['requestContext'] as Record<string, unknown>)['requestId'],
      );
    } finally {
      await gateway.close();
    }
  });

  test('answers preflights by MOCK, without a body', async () => {
    const gateway = await serve(
      appModel([restApi([method('OPTIONS', '/jobs', { integration: preflight })])]),
    );
    try {
      const answer = await exchange(
        portOf(gateway.apis[0]!.url),
        'OPTIONS /dev/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      );
      expect(answer).toMatch(/^HTTP\/1.1 204 /);
      expect(answer).toContain('Access-Control-Allow-Origin: *');
      expect(answer).not.toMatch(/content-length|x-amzn-trace-id/i);
    } finally {
      await gateway.close();
    }
  });

  test('gives every API a port of its own, and every stage its own address', async () => {
    const second = restApi([method('GET', '/b')], { id: 'second0000', name: 'second' });
    const gateway = await serve(appModel([restApi([method('GET', '/a')]), second]));
    try {
      expect(new Set(gateway.apis.map(({ url }) => portOf(url))).size).toBe(2);
      const urls = gateway.apis.map(({ url }) => url);
      const statuses = await Promise.all(
        [`${urls[0]}/a`, `${urls[1]}/b`, `${urls[0]}/b`].map(async url => (await fetch(url)).status),
      );
      expect(statuses).toEqual([200, 200, 403]);
    } finally {
      await gateway.close();
    }
  });

  test('serves another model from the next request on', async () => {
    const gateway = await serve(appModel([restApi([method('GET', '/old')])]));
    try {
      const { url } = gateway.apis[0]!;
      await gateway.replaceModel(appModel([restApi([method('GET', '/new')])]));
      expect((await fetch(`${url}/new`)).status).toBe(200);
      expect((await fetch(`${url}/old`)).status).toBe(403);
    } finally {
      await gateway.close();
    }
  });

  test('opens a port for an API that another model brings, and closes it when the API is gone', async () => {
    const first = restApi([method('GET', '/a')]);
    const second = { ...restApi([method('GET', '/b')]), id: 'second0000', name: 'second' };
    const gateway = await serve(appModel([first]));
    try {
      const { url } = gateway.apis[0]!;
      await gateway.replaceModel(appModel([first, second]));
      const [kept, added] = gateway.apis;
      expect(kept?.url).toBe(url);
      expect((await fetch(`${added?.url}/b`)).status).toBe(200);
      await gateway.replaceModel(appModel([first]));
      expect(gateway.apis).toHaveLength(1);
      await expect(fetch(`${added?.url}/b`)).rejects.toThrow('fetch failed');
      expect((await fetch(`${url}/a`)).status).toBe(200);
    } finally {
      await gateway.close();
    }
  });

  test('goes on serving when API Gateway would refuse the other model', async () => {
    const gateway = await serve(appModel([restApi([method('GET', '/a')])]));
    try {
      const refused = restApi([method('GET', '/{a}'), method('GET', '/{b+}')]);
      await expect(gateway.replaceModel(appModel([{ ...refused, id: 'second0000' }]))).rejects.toThrow(
        'API Gateway would refuse this app',
      );
      expect((await fetch(`${gateway.apis[0]?.url}/a`)).status).toBe(200);
    } finally {
      await gateway.close();
    }
  });

  test('rejects with EADDRINUSE when the port is taken', async () => {
    const model = appModel([restApi([method('GET', '/a')])]);
    const first = await serve(model);
    try {
      await expect(serve(model, { port: portOf(first.apis[0]!.url) })).rejects.toMatchObject({
        code: 'EADDRINUSE',
      });
    } finally {
      await first.close();
    }
  });
});

test('X-HTTP-Method-Override decides over the method, and does not reach the function', async () => {
  const gateway = await serve(appModel([restApi([method('DELETE', '/jobs/{id}')])]));
  try {
    const headers = { 'X-HTTP-Method-Override': 'delete' };
    const answer = await fetch(`${gateway.apis[0]!.url}/jobs/7`, { method: 'POST', headers });
    const event = (await answer.json()) as { httpMethod: string; headers: Record<string, string> };
    expect(event.httpMethod).toBe('DELETE');
    expect(Object.keys(event.headers).map(name => name.toLowerCase())).not.toContain(
      'x-http-method-override',
    );
  } finally {
    await gateway.close();
  }
});

test('a model is checked against the body as it was sent, also where every type is binary', async () => {
  const model = { type: 'object', required: ['name'] };
  const validated = method('POST', '/jobs', {
    requestModels: { 'application/json': 'Job' },
    validator: { body: true, parameters: false },
  });
  const gateway = await serve(
    appModel([restApi([validated], { models: { Job: model }, binaryMediaTypes: ['*/*'] })]),
  );
  try {
    const post = (body: string) =>
      fetch(`${gateway.apis[0]!.url}/jobs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    expect((await post('{}')).status).toBe(400);
    const taken = await post('{"name":"x"}');
    expect(await taken.json()).toMatchObject({ body: 'eyJuYW1lIjoieCJ9', isBase64Encoded: true });
  } finally {
    await gateway.close();
  }
});
