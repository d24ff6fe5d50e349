import fc from 'fast-check';
import { matchesWildcard } from '../../../../../local/gateway/authorize/policy/wildcard';

/** By definition: a star is nothing, or one character and a star. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
}

const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map(list => list.join(''));

test('agrees with the definition', () => {
  let matched = 0;
  fc.assert(
    fc.property(letters('ab/*?', 7), letters('ab/*', 9), (pattern, text) => {
      const expected = naive(pattern, text);
      matched += Number(expected);
      expect(matchesWildcard(pattern, text)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
  expect(matched).toBeGreaterThan(20);
});

test('many stars on a long text take no exponential time', () => {
  expect(matchesWildcard(`${'*a'.repeat(30)}b`, 'a'.repeat(5000))).toBe(false);
});
