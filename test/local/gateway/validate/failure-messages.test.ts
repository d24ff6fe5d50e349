import fc from 'fast-check';
import { modelChecks } from '../../../../local/gateway/validate/models';
import { apiModel } from '../fixtures';
import { complaint, modelUrl, send, validator } from './validated';

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
