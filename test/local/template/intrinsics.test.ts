import * as fc from 'fast-check';
import { holds, noValue, resolve, type Scope } from '../../../local/template/intrinsics';

const notes: string[] = [];
const scope: Scope = {
  region: 'eu-west-1',
  ref: name => (name === 'AWS::NoValue' ? noValue : `ref-${name}`),
  attribute: (id, name) => `${id}/${name}`,
  condition: name => name === 'True',
  mapping: (map, top, second) => (map === 'Sizes' && top === 'small' && second === 'cpu' ? 256 : undefined),
  importValue: name => `imported-${name}`,
  included: location => (location === 's3://known' ? { found: { Ref: 'Queue' } } : undefined),
  unresolved: what => notes.push(what),
};
const resolved = (value: unknown) => resolve(value, scope);

test.each<[string, unknown, unknown]>([
  ['Ref', { Ref: 'Queue' }, 'ref-Queue'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Nested/Outputs.Url'],
  ['Join with what it holds', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
  [
    'Sub with names of its own',
    { 'Fn::Sub': ['${A}:${B.Arn}:${C}', { C: { Ref: 'D' } }] },
    'ref-A:B/Arn:ref-D',
  ],
  ['Sub with a literal', { 'Fn::Sub': 'a ${!Kept} ${X}' }, 'a ${Kept} ref-X'],
  [
    'Transform that includes a file',
    { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://known' } } },
    { found: 'ref-Queue' },
  ],
  ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
  ['Select of a Split', { 'Fn::Select': [2, { 'Fn::Split': [':', 'a:b:c'] }] }, 'c'],
  ['If that holds', { 'Fn::If': ['True', 'yes', 'no'] }, 'yes'],
  ['If that does not', { 'Fn::If': ['False', 'yes', { Ref: 'No' }] }, 'ref-No'],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Env}-url' } }, 'imported-ref-Env-url'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, 256],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'tall', 'cpu', { DefaultValue: 1 }] }, 1],
  ['GetAZs of the own region', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'B' } } }, '{"a":"ref-B"}'],
])('resolves %s', (_name, value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test('drops properties and list entries that are AWS::NoValue', () => {
  const noValueWhenFalse = { 'Fn::If': ['False', 1, { Ref: 'AWS::NoValue' }] };
  expect(resolved({ a: noValueWhenFalse, b: [noValueWhenFalse, 2] })).toEqual({ b: [2] });
});

test('leaves an object alone whose only key merely looks like data', () => {
  expect(resolved({ Condition: 'x' })).toEqual({ Condition: 'x' });
  expect(resolved({ Ref: 'A', Other: 1 })).toEqual({ Ref: 'A', Other: 1 });
});

test('notes what it cannot resolve', () => {
  notes.length = 0;
  resolved({ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] });
  resolved({ 'Fn::Transform': { Name: 'Count' } });
  resolved({ 'Fn::Contains': [] });
  expect(notes).toEqual([
    expect.stringContaining('Fn::Cidr'),
    'the macro Count',
    'the intrinsic function Fn::Contains',
  ]);
});

describe('conditions', () => {
  test.each<[string, unknown, boolean]>([
    ['Equals of equal values', { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }, true],
    ['Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Equals of different values', { 'Fn::Equals': ['a', 'b'] }, false],
    ['And with a named one', { 'Fn::And': [{ Condition: 'True' }, { 'Fn::Equals': [1, 1] }] }, true],
    ['And with one that fails', { 'Fn::And': [{ Condition: 'True' }, { Condition: 'False' }] }, false],
    ['Or', { 'Fn::Or': [{ Condition: 'False' }, { Condition: 'True' }] }, true],
    ['Not', { 'Fn::Not': [{ Condition: 'False' }] }, true],
  ])('%s', (_name, condition, expected) => {
    expect(holds(condition, scope)).toBe(expected);
  });
});

test('leaves every value without intrinsics as it is', () => {
  const plain = fc.jsonValue().filter(value => !/"(Ref|Fn::)/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(plain, value => {
      expect(resolved(value)).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test('Join undoes Split', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (text, separator) => {
      expect(resolved({ 'Fn::Join': [separator, { 'Fn::Split': [separator, text] }] })).toBe(text);
    }),
    { numRuns: 300 },
  );
});
