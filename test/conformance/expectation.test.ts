import { gzipSync } from 'node:zlib';
import { mismatches } from './expectation';
import type { Expectation } from './fact';
import type { RawResponse } from './raw-http';

const IDS = [
  ['x-amzn-requestid', '00000000-0000-4000-8000-000000000000'],
  ['x-amz-apigw-id', 'abcdefghijklmno='],
] as const;

function response(body: string | Buffer, headers: RawResponse['headers'] = [], status = 200): RawResponse {
  return { status, headers, body: Buffer.from(body) };
}

/** Each expectation with an answer that meets it and one that does not. */
const CASES: readonly [string, Omit<Expectation, 'status'>, RawResponse, RawResponse][] = [
  ['a status', {}, response(''), response('', [], 201)],
  ['a body', { body: 'a' }, response('a'), response('b')],
  ['no body', { body: '' }, response(''), response('b')],
  ['part of a body', { body: { contains: 'b' } }, response('abc'), response('ac')],
  ['a pattern of a body', { body: { matches: '^a' } }, response('ab'), response('ba')],
  ['bytes', { body: { hex: '00ff' } }, response(Buffer.from([0, 255])), response(Buffer.from([0, 254]))],
  ['a size', { body: { size: 2 } }, response('ab'), response('abc')],
  ['a packed body', { body: { gunzips: 'a' } }, response(gzipSync('a')), response('a')],
  ['members', { body: { json: { a: 1 } } }, response('{"a":1,"b":2}'), response('{"a":2}')],
  ['JSON at all', { body: { json: {} } }, response('{}'), response('{')],
  ['a null member', { body: { json: { a: null } } }, response('{"a":null}'), response('{}')],
  ['nested members', { body: { json: { a: { b: 1 } } } }, response('{"a":{"b":1}}'), response('{"a":"b"}')],
  [
    'a whole value',
    { body: { json: { a: { $equals: { b: 1 } } } } },
    response('{"a":{"b":1}}'),
    response('{"a":{"b":1,"c":1}}'),
  ],
  ['a list', { body: { json: { a: [1, 2] } } }, response('{"a":[1,2]}'), response('{"a":[2,1]}')],
  ['exact members', { body: { json: { $keys: ['a'] } } }, response('{"a":1}'), response('{"a":1,"b":1}')],
  ['names in any case', { body: { json: { $has: ['A'] } } }, response('{"a":1}'), response('{"b":1}')],
  ['absent names', { body: { json: { $lacks: ['A'] } } }, response('{"b":1}'), response('{"a":1}')],
  ['an absent member', { body: { json: { a: { $absent: true } } } }, response('{}'), response('{"a":null}')],
  [
    'a present member',
    { body: { json: { a: { $present: true } } } },
    response('{"a":0}'),
    response('{"a":null}'),
  ],
  [
    'a pattern of a member',
    { body: { json: { a: { $matches: '^b' } } } },
    response('{"a":"bc"}'),
    response('{"a":"cb"}'),
  ],
  ['an integer', { body: { json: { a: { $integer: true } } } }, response('{"a":1}'), response('{"a":"1"}')],
  [
    'JSON in a text',
    { body: { json: { a: { $json: { b: 1 } } } } },
    response('{"a":"{\\"b\\":1}"}'),
    response('{"a":"x"}'),
  ],
  [
    'a member that is a header',
    { body: { json: { a: { $header: 'X-A' } } } },
    response('{"a":"1"}', [['x-a', '1']]),
    response('{"a":"2"}', [['x-a', '1']]),
  ],
  ['a header', { headers: { 'X-A': '1' } }, response('', [['x-a', '1']]), response('', [['x-a', '2']])],
  [
    'a header once',
    { headers: { 'x-a': '1' } },
    response('', [['x-a', '1']]),
    response('', [
      ['x-a', '1'],
      ['X-A', '1'],
    ]),
  ],
  [
    'several values',
    { headers: { 'x-a': ['1', '2'] } },
    response('', [['x-a', '1, 2']]),
    response('', [['x-a', '2, 1']]),
  ],
  ['an absent header', { headers: { 'x-a': { absent: true } } }, response(''), response('', [['X-A', '']])],
  ['a present header', { headers: { 'x-a': { present: true } } }, response('', [['x-a', '']]), response('')],
  ['request ids', { ids: true }, response('', IDS), response('', [['x-amzn-requestid', 'x']])],
  [
    'an error type',
    { errorType: 'A' },
    response('', [...IDS, ['x-amzn-errortype', 'A']]),
    response('', [...IDS, ['x-amzn-errortype', 'B']]),
  ],
];

describe('the comparison of an answer with a fact', () => {
  test.each(CASES)('takes %s as expected and tells when it differs', (_, expected, met, missed) => {
    expect(mismatches({ status: 200, ...expected }, met)).toEqual([]);
    expect(mismatches({ status: 200, ...expected }, missed)).not.toEqual([]);
  });
});
