import fc from 'fast-check';
import { modelChecks } from '../../../../local/gateway/validate/models';
import { compileValidator } from '../../../../local/gateway/validate/validator';
import type { MethodModel } from '../../../../local/template/model';
import { apiModel, methodModel, requestValues } from '../fixtures';

const modelUrl = (name: string, id = 'api1234567') =>
  `https://apigateway.amazonaws.com/restapis/${id}/models/${name}`;
const testSchema = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'number' } },
  required: ['a', 'b'],
};

function validator(models: Record<string, unknown>, method: Partial<MethodModel> = {}) {
  return compileValidator(
    apiModel({ models: { Empty: {}, ...models } }),
    methodModel({
      validator: { body: true, parameters: true },
      requestModels: { 'application/json': Object.keys(models)[0] ?? 'Empty' },
      ...method,
    }),
  );
}
const send = (body: string, contentType: string | undefined = 'application/json') => ({
  values: requestValues(),
  contentType,
  body,
});
/** The detailed message for a body, without its brackets. */
const complaint = (schema: unknown, body: unknown, more: Record<string, unknown> = {}) =>
  validator({ Model: schema, ...more })(send(JSON.stringify(body)))?.validationError?.slice(1, -1);

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

describe('draft 4 and the wording of failures', () => {
  test.each<[unknown, unknown, string | undefined]>([
    [
      { type: 'number' },
      'x',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ['null', 'boolean'] },
      1.5,
      'instance type (number) does not match any allowed primitive type (allowed: ["boolean","null"])',
    ],
    [{ enum: ['a', 1] }, 'b', 'instance value ("b") not found in enum (possible values: ["a",1])'],
    [{ minLength: 3 }, '😀', 'string "😀" is too short (length: 1, required minimum: 3)'],
    [{ maxLength: 1 }, 'ab', 'string "ab" is too long (length: 2, maximum allowed: 1)'],
    [{ pattern: '^a+$' }, 'b', 'ECMA 262 regex "^a+$" does not match input string "b"'],
    [{ minimum: 3 }, 2, 'numeric instance is lower than the required minimum (minimum: 3, found: 2)'],
    [{ maximum: 3 }, 4, 'numeric instance is greater than the required maximum (maximum: 3, found: 4)'],
    [
      { minimum: 3, exclusiveMinimum: true },
      3,
      'numeric instance is not strictly greater than the required minimum 3',
    ],
    [
      { maximum: 3, exclusiveMaximum: true },
      3,
      'numeric instance is not strictly lower than the required maximum 3',
    ],
    [{ exclusiveMinimum: 3 }, 2, undefined],
    [{ multipleOf: 2 }, 3, 'remainder of division is not zero (3 / 2)'],
    [{ minItems: 1 }, [], 'array is too short: must have at least 1 elements but instance has 0 elements'],
    [{ maxItems: 1 }, [1, 2], 'array is too long: must have at most 1 elements but instance has 2 elements'],
    [{ uniqueItems: true }, [1, 1], 'array must not contain duplicate elements'],
    [
      { items: [{}], additionalItems: false },
      [1, 2],
      'schema only allows 1 elements in array but instance has 2 elements',
    ],
    [{ minProperties: 1 }, {}, 'object has too few properties (found 0 but schema requires at least 1)'],
    [
      { maxProperties: 0 },
      { a: 1 },
      'object has too many properties (found 1 but schema requires at most 0)',
    ],
    [
      { additionalProperties: false },
      { b: 1, a: 1 },
      'object instance has properties which are not allowed by the schema: ["a","b"]',
    ],
    [
      { dependencies: { a: ['b', 'c'] } },
      { a: 1, c: 1 },
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      { anyOf: [{ type: 'null' }, { minimum: 2 }] },
      1,
      'instance failed to match at least one required schema among 2',
    ],
    [
      { oneOf: [{ minimum: 0 }, { minimum: 1 }] },
      1,
      'instance failed to match exactly one schema (matched 2 out of 2)',
    ],
    [
      { allOf: [{ minimum: 2 }, { maximum: 3 }] },
      1,
      'instance failed to match all required schemas (matched only 1 out of 2)',
    ],
    [{ not: {} }, 1, 'instance matched a schema which it should not have'],
    [{ format: 'email' }, 'x', 'string "x" is not a valid email address'],
    [
      { format: 'date-time' },
      'x',
      "string \"x\" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]",
    ],
    [{ format: 'made-up' }, 'x', undefined],
    [{ id: 'x', $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' }, 'x', undefined],
  ])('%j for %j', (schema, body, expected) => {
    expect(complaint(schema, body)).toBe(expected);
  });

  test('own keywords come in alphabetical order, values inside only while nothing failed', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', minLength: 2, pattern: 'x' }, b: { type: 'string' } },
      required: ['c'],
      maxProperties: 1,
    };
    expect(complaint(schema, { a: '', b: 1 })).toBe(
      'object has too many properties (found 2 but schema requires at most 1), object has missing required properties (["c"])',
    );
    expect(complaint({ ...schema, required: [], maxProperties: 2 }, { b: 1, a: '' })).toBe(
      'string "" is too short (length: 0, required minimum: 2), ECMA 262 regex "x" does not match input string "", ' +
        'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
    );
  });
});

describe('hostile bodies', () => {
  test('thousands of failures are explained in time', () => {
    const list = { type: 'array', items: { type: 'string' } };
    const body = Array.from({ length: 20_000 }, () => 1);
    expect(complaint(list, body)?.split(', instance type')).toHaveLength(20_000);
  });

  test('nesting without end is no JSON to speak of', () => {
    const list = { type: 'array', items: { $ref: modelUrl('Model') } };
    const body = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(validator({ Model: list })(send(body))?.validationError).toBe(
      '[Unknown error parsing request body]',
    );
  });
});

test('whatever fails is explained', () => {
  const leaf = fc.constantFrom<object>(
    {},
    { type: 'string' },
    { type: 'integer', minimum: 2 },
    { enum: ['a', null] },
    { maxLength: 1 },
    { $ref: modelUrl('Other') },
    { $ref: '#/definitions/d' },
  );
  const { schema } = fc.letrec<{ schema: object }>(tie => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({ properties: fc.dictionary(fc.constantFrom('a', 'b/c', '~'), tie('schema')) }),
      fc.record({
        required: fc.constantFrom(['a'], ['b/c']),
        additionalProperties: fc.oneof(fc.constant(false), tie('schema')),
      }),
      fc.record({ items: tie('schema') }),
      fc.record({ items: fc.array(tie('schema'), { maxLength: 2 }), additionalItems: tie('schema') }),
      ...(['anyOf', 'oneOf', 'allOf'] as const).map(key =>
        fc.record({ [key]: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      ),
      fc.record({ not: tie('schema') }),
      fc.record({ patternProperties: fc.record({ '^a': tie('schema') }), type: fc.constant('object') }),
    ),
  }));
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 'a', 'abc', 1, 2.5),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'ab', 'b/c', '~'), tie('value')),
    ),
  }));
  let failed = 0;
  fc.assert(
    fc.property(schema, value, (Model, body) => {
      const definitions = { d: { type: 'object', required: ['a'] } };
      const Other = { type: ['object', 'null'], properties: { a: { type: 'string' } } };
      const problems = modelChecks(apiModel({ models: { Model: { ...Model, definitions }, Other } }))(
        'Model',
      )?.(body);
      if (problems === undefined) return;
      failed += 1;
      expect(problems).not.toHaveLength(0);
    }),
    { numRuns: 1000 },
  );
  expect(failed).toBeGreaterThan(100);
});
