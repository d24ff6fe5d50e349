import type { IntegrationModel } from '../../../../local/template/rest-api-model';
import { appModel, method, mockIntegration, response, restApi, serve } from '../served';

async function answer(template: string) {
  const integration = mockIntegration({
    requestTemplates: { 'application/json': template },
    responses: [
      response('200', { responseTemplates: { 'application/json': '{"default":true}' } }),
      response('404', { selectionPattern: '404' }),
      response('201', { selectionPattern: '-?1\\d*' }),
    ],
  });
  const gateway = await serve(appModel([restApi([method('GET', '/x', { integration })])]));
  try {
    const { status, headers } = await fetch(`${gateway.apis[0]!.url}/x`);
    return { status, traced: headers.has('x-amzn-trace-id'), header: headers.get('x-set') };
  } finally {
    await gateway.close();
  }
}

describe('MOCK', () => {
  test.each([
    ['{"statusCode": 200}', 200],
    ['{ statusCode: 404 }', 404],
    ["{'statusCode':404,}", 404],
    ['{"a": {"b": 1}, "statusCode" : 404}', 404],
    ['#set($x = 404)\n{"statusCode": $x}\n', 404],
    ['{"statusCode": 0}', 200],
    ['{"statusCode": -1000}', 201],
    ['{"statusCode": "404"}', 500],
    ['{"statusCode": abc}', 500],
    ['{"statusCode": 20.5}', 500],
    ['{"status": 200}', 500],
    ['statusCode: 200', 500],
    ['{"statusCode": 200', 500],
    ['', 500],
  ])('answers %j by the response that it selects, %d', async (template, status) => {
    expect(await answer(template)).toMatchObject({ status, traced: false });
  });

  test('lets the request template override status and headers of the answer', async () => {
    const template =
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.X-Set = "s"){"statusCode": 200}';
    expect(await answer(template)).toEqual({ status: 444, traced: false, header: 's' });
  });
});

describe('a preflight as CDK makes it', () => {
  // What addCorsPreflight of aws-cdk-lib synthesizes for two origins.
  const cors = mockIntegration({
    requestTemplates: { 'application/json': '{ statusCode: 200 }' },
    responses: [
      response('204', {
        responseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
          'method.response.header.Vary': "'Origin'",
        },
        responseTemplates: {
          'application/json':
            '#set($origin = $input.params().header.get("Origin"))\n#if($origin == "")\n  #set($origin = $input.params().header.get("origin"))\n#end\n#if($origin == "https://b.example")\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end',
        },
      }),
    ],
  });

  async function preflight(
    integration: IntegrationModel,
    origin: string,
    binaryMediaTypes: readonly string[] = [],
  ) {
    const gateway = await serve(
      appModel([restApi([method('OPTIONS', '/x', { integration })], { binaryMediaTypes })]),
    );
    try {
      const { status, headers } = await fetch(`${gateway.apis[0]!.url}/x`, {
        method: 'OPTIONS',
        headers: { Origin: origin },
      });
      return { status, origin: headers.get('access-control-allow-origin'), vary: headers.get('vary') };
    } finally {
      await gateway.close();
    }
  }

  test.each([
    ['https://a.example', 'https://a.example'],
    ['https://b.example', 'https://b.example'],
    ['https://c.example', 'https://a.example'],
  ])('allows %s by naming %s', async (origin, allowed) => {
    expect(await preflight(cors, origin)).toEqual({ status: 204, origin: allowed, vary: 'Origin' });
  });

  test('fails where every type is binary, unless it is converted to text', async () => {
    expect(await preflight(cors, 'https://a.example', ['*/*'])).toMatchObject({ status: 500 });
    const asText: IntegrationModel = { ...cors, contentHandling: 'CONVERT_TO_TEXT' };
    expect(await preflight(asText, 'https://a.example', ['*/*'])).toMatchObject({ status: 204 });
  });
});
