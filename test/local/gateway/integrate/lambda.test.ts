import type { LambdaInvoker } from '../../../../local/runtime/invocation';
import type { IntegrationModel } from '../../../../local/template/rest-api-model';
import { answering, integrationModel, response } from '../served';
import { call, failed } from './lambda-calls';

describe('AWS with a function', () => {
  const custom = (changes: Partial<IntegrationModel> = {}) =>
    integrationModel({ type: 'AWS', responses: [response('200')], ...changes });
  const plain = answering(event => event);

  test('sends the templated body and answers what the function answers', async () => {
    const template = '{"id": "$input.params(\'id\')", "stage": "$context.stage"}';
    expect(await call(custom({ requestTemplates: { 'application/json': template } }), plain)).toMatchObject({
      status: 200,
      body: '{"id":"7","stage":"dev"}',
      headers: { 'content-type': 'application/json', 'x-amzn-trace-id': expect.any(String) },
    });
  });

  test('an integration method that is not POST is an error', async () => {
    expect((await call(custom({ httpMethod: 'GET' }), plain)).status).toBe(500);
  });

  test('an empty body is an empty event, one that is not JSON an error', async () => {
    expect((await call(custom(), plain)).body).toBe('{}');
    const refused = await call(custom(), plain, { method: 'POST', body: 'oops' });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatch(/^\{"message": "Could not parse request body into json: /);
  });

  test('a failure selects the response by its message, and is passed on as it is without one', async () => {
    const responses = [
      response('200'),
      response('404', {
        selectionPattern: '.*not found.*',
        responseTemplates: { 'application/json': '{"reason":"$input.path(\'$.errorMessage\')"}' },
      }),
    ];
    expect(await call(custom({ responses }), failed('job not found'))).toMatchObject({
      status: 404,
      body: '{"reason":"job not found"}',
    });
    expect(await call(custom({ responses }), failed('other'))).toMatchObject({
      status: 200,
      body: '{"errorMessage":"other","errorType":"Error"}',
    });
  });

  test.each([
    ['.+', 200],
    ['.*', 500],
    ['200', 200],
  ])('a success is an empty message to the pattern %s', async (selectionPattern, status) => {
    const responses = [response('500', { selectionPattern }), response('200')];
    expect((await call(custom({ responses }), plain)).status).toBe(status);
  });

  test('an asynchronous invocation does not wait', async () => {
    const never: LambdaInvoker = { invoke: () => new Promise(() => undefined) };
    const event = custom({
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
      responses: [response('202')],
    });
    expect(await call(event, never)).toMatchObject({ status: 202, body: '' });
  });

  test('a response template may override status and headers', async () => {
    const responseTemplates = {
      'application/json':
        "#set($context.responseOverride.status = 409)#set($context.responseOverride.header.X-Why = 'because')no",
    };
    expect(await call(custom({ responses: [response('200', { responseTemplates })] }), plain)).toMatchObject({
      status: 409,
      body: 'no',
      headers: { 'x-why': 'because' },
    });
  });
});
