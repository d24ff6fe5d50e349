import fc from 'fast-check';
import { mergeHeaders, parseProxyAnswer } from '../../../../local/gateway/respond/lambda-proxy-answer';

const parse = (answer: unknown) =>
  parseProxyAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer));

describe('the answer of a proxy function', () => {
  test('has defaults for all it leaves out', () => {
    expect(parse({})).toEqual({ status: 200, headers: [], body: '', isBase64Encoded: false });
    expect(
      parse({ statusCode: null, headers: null, multiValueHeaders: null, body: null, isBase64Encoded: null }),
    ).toEqual(parse({}));
  });

  test.each([
    [{ statusCode: '201' }, 201],
    [{ statusCode: 204.0 }, 204],
    [{ statusCode: 599 }, 599],
  ])('%j has the status %d', (answer, status) => {
    expect(parse(answer)?.status).toBe(status);
  });

  test.each([
    ['null'],
    ['"text"'],
    ['[]'],
    ['5'],
    ['not JSON'],
    [{ statusCode: 'test' }],
    [{ statusCode: '' }],
    [{ statusCode: true }],
    [{ statusCode: 99 }],
    [{ statusCode: 199 }],
    [{ statusCode: 600 }],
    [{ statusCode: 200, body: { a: 1 } }],
    [{ statusCode: 200, body: [] }],
    [{ statusCode: 200, cookies: ['a=b'] }],
    [{ statusCode: 200, headers: { 'x-n': 5 } }],
    [{ statusCode: 200, headers: { 'x-n': null } }],
    [{ statusCode: 200, headers: { 'x-n': ['a'] } }],
    [{ statusCode: 200, headers: 'x' }],
    [{ statusCode: 200, multiValueHeaders: { 'x-n': 'a' } }],
    [{ statusCode: 200, multiValueHeaders: { 'x-n': [{}] } }],
    [{ statusCode: 200, isBase64Encoded: 'yes' }],
  ])('%j is malformed', answer => {
    expect(parse(answer)).toBeUndefined();
  });

  test('may have booleans for header values', () => {
    expect(parse({ headers: { 'x-b': true } })?.headers).toEqual([['x-b', 'true']]);
  });
});

describe('headers', () => {
  test('of several values come first, in the spelling that came first', () => {
    expect(mergeHeaders([['tesT-Multi', ['a', 'b']]], [['test-multi', ['c']]])).toEqual([
      ['tesT-Multi', 'a'],
      ['tesT-Multi', 'b'],
      ['tesT-Multi', 'c'],
    ]);
  });

  test('do not repeat a pair that is among the several values', () => {
    expect(mergeHeaders([['x', ['a', 'b', 'b']]], [['X', ['b']]])).toEqual([
      ['x', 'a'],
      ['x', 'b'],
      ['x', 'b'],
    ]);
  });

  test('merge as a naive merge does', () => {
    const name = fc.constantFrom('a', 'A', 'b', 'Set-Cookie', 'set-cookie', '__proto__', 'constructor');
    const value: fc.Arbitrary<string> = fc.constantFrom('1', '2', '3');
    const several = fc.uniqueArray(fc.tuple(name, fc.array(value, { maxLength: 3 })), {
      selector: ([key]) => key,
    });
    const single = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key });
    fc.assert(
      fc.property(several, single, (multiple, singles) => {
        const merged = mergeHeaders(
          multiple,
          singles.map(([key, one]) => [key, [one]] as const),
        );
        const among = (key: string, one: string): boolean =>
          multiple.some(
            ([other, values]) => other.toLowerCase() === key.toLowerCase() && values.includes(one),
          );
        const expected = [
          ...multiple.flatMap(([key, values]) => values.map(one => [key, one] as const)),
          ...singles.filter(([key, one]) => !among(key, one)),
        ];
        const lines = (pairs: readonly (readonly [string, string])[]) =>
          pairs.map(([key, one]) => `${key.toLowerCase()}: ${one}`).sort();
        expect(lines(merged)).toEqual(lines(expected));
        for (const key of new Set(merged.map(([one]) => one.toLowerCase()))) {
          const spellings = new Set(merged.filter(([one]) => one.toLowerCase() === key).map(([one]) => one));
          expect(spellings.size).toBe(1);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
