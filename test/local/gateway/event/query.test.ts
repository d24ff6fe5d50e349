import fc from 'fast-check';
import { decodeQuery } from '../../../../local/gateway/event/query';

describe('the query', () => {
  test.each([
    ['', []],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=x', [['', 'x']]],
    ['&&a=1&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    [
      'a=1;b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=x+y%20z%2B', [['a', 'x y z+']]],
    ['%C3%A4=%F0%9F%98%80', [['ä', '😀']]],
    ['a=%FF', [['a', '\ufffd']]],
    ['a=?/:@', [['a', '?/:@']]],
  ])('%s is decoded as a form', (query, pairs) => {
    expect(decodeQuery(query)).toEqual(pairs);
  });

  test.each(['a=%', 'a=%4', 'a=%zz', '%%=1', 'a=b|c', 'a={b}', 'a=}', 'a=\u00e4'])(
    '%s is not well formed',
    query => {
      expect(decodeQuery(query)).toBeUndefined();
    },
  );

  test('gives back whatever a client encodes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const pairs = fc.array(fc.tuple(text, text), { maxLength: 6 });
    fc.assert(
      fc.property(pairs, list => {
        const sent = list
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join('&');
        expect(decodeQuery(sent)).toEqual(list);
        expect(decodeQuery(String(new URLSearchParams(list)))).toEqual(list);
      }),
      { numRuns: 1_000 },
    );
  });

  test('never throws, and decodes as URLSearchParams does whatever is well formed', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'ab=&%+0f2C?/'), maxLength: 30 });
    fc.assert(
      fc.property(noise, query => {
        const decoded = decodeQuery(query);
        if (/%(?![0-9a-f]{2})/i.test(query)) expect(decoded).toBeUndefined();
        else expect(decoded).toEqual([...new URLSearchParams(`&${query}`)]);
      }),
      { numRuns: 1_000 },
    );
  });
});
