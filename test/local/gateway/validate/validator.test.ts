import { compileValidator } from '../../../../local/gateway/validate/validator';
import { apiModel, methodModel, requestValues } from '../fixtures';
import { complaint, modelUrl, send, testSchema, validator } from './validated';

describe('parameters', () => {
  const requestParameters = {
    'method.request.querystring.qs1': true,
    'method.request.path.issuer': true,
    'method.request.header.x-header-param': true,
    'method.request.header.optional': false,
  };
  const check = validator({ testSchema }, { requestParameters });

  test('missing ones are listed as headers, path, query string', () => {
    expect(check(send('{"a":1,"b":2}'))).toMatchObject({
      refusal: 'BAD_REQUEST_PARAMETERS',
      message: 'Missing required request parameters: [x-header-param, issuer, qs1]',
      errorType: 'BadRequestException',
    });
  });

  test('blank counts as missing, names of headers match in any case', () => {
    const values = requestValues({
      headers: [['X-Header-Param', ' ']],
      query: [['qs1', 'v']],
      path: { issuer: 'me' },
    });
    expect(check({ ...send('{"a":1,"b":2}'), values })?.message).toBe(
      'Missing required request parameters: [x-header-param]',
    );
  });

  test('are checked before the body', () => {
    expect(check(send('no JSON'))?.refusal).toBe('BAD_REQUEST_PARAMETERS');
  });

  test('several missing ones of a kind keep their order', () => {
    const two = { 'method.request.querystring.divisor': true, 'method.request.querystring.dividend': true };
    expect(validator({ testSchema }, { requestParameters: two })(send(''))?.message).toContain(
      '[divisor, dividend]',
    );
  });
});

describe('bodies', () => {
  test.each([
    ['a missing property', '{"a":1}', 'application/json', '[object has missing required properties (["b"])]'],
    [
      'a charset',
      '{"bad":1}',
      'application/json; charset=utf-8',
      '[object has missing required properties (["a","b"])]',
    ],
    ['no content type', '{"bad":1}', undefined, '[object has missing required properties (["a","b"])]'],
    ['no body', '', 'application/json', '[Unknown error parsing request body]'],
    ['what is not JSON', 'not json', 'application/json', '[Unknown error parsing request body]'],
  ])('%s is refused', (_what, body, contentType, validationError) => {
    expect(validator({ testSchema })({ ...send(body), contentType })).toEqual({
      refusal: 'BAD_REQUEST_BODY',
      message: 'Invalid request body',
      errorType: 'BadRequestException',
      validationError,
      reason: `Request body does not match model schema for content type application/json: ${validationError}`,
    });
  });

  test('a content type without a model is not validated', () => {
    expect(validator({ testSchema })(send('{"bad":1}', 'text/plain'))).toBeUndefined();
  });

  test('nothing is validated without a validator', () => {
    expect(
      validator({ testSchema }, { validator: { body: false, parameters: false } })(send('{"bad":1}')),
    ).toBeUndefined();
    expect(compileValidator(apiModel(), methodModel())(send('{"bad":1}'))).toBeUndefined();
  });

  test('a model that is no schema makes its own method fail', () => {
    expect(validator({ Broken: { pattern: '(' } })(send('{}'))).toMatchObject({
      refusal: 'API_CONFIGURATION_ERROR',
      reason: expect.stringContaining('Model Broken of API api cannot be compiled'),
    });
  });
});

describe('references between models', () => {
  const StatusModel = {
    type: 'object',
    properties: { Status: { type: 'string' }, Order: { type: 'integer' } },
    required: ['Order', 'Status'],
  };
  const oneOf = {
    type: 'object',
    properties: { status: { oneOf: [{ type: 'null' }, { $ref: modelUrl('StatusModel') }] } },
    required: ['status'],
  };

  test.each([
    [{ status: null }, undefined],
    [{ status: { Status: 'works', Order: 1 } }, undefined],
    [{ status: {} }, 'instance failed to match exactly one schema (matched 0 out of 2)'],
  ])('%j is answered %p', (body, expected) => {
    expect(complaint(oneOf, body, { StatusModel })).toBe(expected);
  });

  test('an array of another model; the API id in the reference does not matter', () => {
    const list = { type: 'array', items: { $ref: modelUrl('testSchema', 'some0other') } };
    expect(complaint(list, [{ a: 1 }], { testSchema })).toBe(
      'object has missing required properties (["b"])',
    );
    expect(complaint(list, [{ a: 1, b: 2 }], { testSchema })).toBeUndefined();
  });

  test('definitions inside a model and of another one', () => {
    const Shared = { definitions: { id: { type: 'integer' } } };
    const schema = {
      definitions: { name: { type: 'string' } },
      properties: {
        name: { $ref: '#/definitions/name' },
        id: { $ref: `${modelUrl('Shared')}#/definitions/id` },
      },
    };
    expect(complaint(schema, { name: 1 }, { Shared })).toMatch(/^instance type \(integer\)/);
    expect(complaint(schema, { id: 'x' }, { Shared })).toMatch(/^instance type \(string\)/);
  });

  test('models that refer to themselves', () => {
    const tree = { properties: { child: { $ref: modelUrl('Model') } }, required: ['id'] };
    expect(complaint(tree, { id: 1, child: { id: 2, child: {} } })).toBe(
      'object has missing required properties (["id"])',
    );
  });
});
