import fc from 'fast-check';
import { queryJson } from '../../../../local/gateway/template/json-path';

const store = {
  book: [
    { title: 'Sayings', price: 8.95, tags: ['a', 'b'] },
    { title: 'Sword', price: 12.99, isbn: '0-1' },
    { title: "Moby's", price: 8.99, isbn: '0-2' },
  ],
  'odd key': { 'a.b': 1 },
  empty: null,
};

describe('JSONPath', () => {
  test.each([
    ['$', store],
    ['$.book[0].title', 'Sayings'],
    ["$['book'][1]['title']", 'Sword'],
    ['$.book[-1].price', 8.99],
    ['$.book.length()', 3],
    ["$['odd key']['a.b']", 1],
    ['$.empty', null],
    ['$.missing', undefined],
    ['$.book[9]', undefined],
    ['$.book.title', undefined],
    ['$.missing.deeper', undefined],
    ['book[0].price', 8.95],
    ['$.book[*].title', ['Sayings', 'Sword', "Moby's"]],
    ['$.book.*.price', [8.95, 12.99, 8.99]],
    ['$..price', [8.95, 12.99, 8.99]],
    ['$..book[0].title', ['Sayings']],
    ['$.book[0,2].price', [8.95, 8.99]],
    ['$.book[0:2].price', [8.95, 12.99]],
    ['$.book[-2:].price', [12.99, 8.99]],
    ["$.book[0]['title','price']", ['Sayings', 8.95]],
    ['$.book[?(@.isbn)].title', ['Sword', "Moby's"]],
    ['$.book[?(@.price < 10)].title', ['Sayings', "Moby's"]],
    ["$.book[?(@.title == 'Sword' || @.price == 8.95)].price", [8.95, 12.99]],
    ['$.book[?(!(@.isbn) && @.price > 8)].title', ['Sayings']],
    ['$.book[?(@.title =~ /s.*/i)].title', ['Sayings', 'Sword']],
    ["$.book[?(@.isbn in ['0-1','0-3'])].title", ['Sword']],
    ['$.book[?(@.tags[1])].title', ['Sayings']],
    ['$.missing[*]', []],
    ['$.book[*].price.max()', 12.99],
  ])('%s', (path, expected) => {
    expect(queryJson(store, path)).toEqual(expected);
  });

  test.each(['$.a[', '$[?(', '$.a[?(@.x ==)]', '$.a[?(@.x == 1]', '$.a b', '$.book.nosuch()'])(
    'refuses %s',
    path => {
      expect(() => queryJson(store, path)).toThrow(/JSONPath|filter/);
    },
  );

  test('names of the prototype chain name nothing', () => {
    expect(queryJson({}, '$.constructor')).toBeUndefined();
    expect(queryJson({}, '$.__proto__')).toBeUndefined();
  });

  test('finds every value by the path of its own keys', () => {
    const key = fc.string({ unit: fc.constantFrom(...'abc.[]* "\\?@$'), minLength: 1, maxLength: 5 });
    const path = fc.array(fc.oneof(key, fc.nat({ max: 3 })), { maxLength: 5 });
    fc.assert(
      fc.property(path, fc.jsonValue(), (steps, leaf) => {
        const document = steps.reduceRight<unknown>(
          (inner, step) =>
            typeof step === 'number'
              ? [...Array.from({ length: step }, () => 0), inner]
              : Object.fromEntries([[step, inner]]),
          leaf,
        );
        const written = steps
          .map(step =>
            typeof step === 'number'
              ? `[${step}]`
              : `['${step.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`,
          )
          .join('');
        expect(queryJson(document, `$${written}`)).toEqual(leaf);
      }),
      { numRuns: 1_000 },
    );
  });
});
