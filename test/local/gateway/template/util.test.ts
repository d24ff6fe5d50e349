import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { escapeJavaScript, urlDecode, urlEncode } from '../../../../local/gateway/template/util';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('$util', () => {
  test.each([
    ["it's", "it\\'s"],
    ['"q"', '\\"q\\"'],
    ['a/b', 'a\\/b'],
    ['a\\b', 'a\\\\b'],
    ['a\nb\tc\rd\be\ff', 'a\\nb\\tc\\rd\\be\\ff'],
    ['\u0001', '\\u0001'],
    ['é€😀', '\\u00E9\\u20AC\\uD83D\\uDE00'],
    ['\u007f', '\u007f'],
  ])('escapes %j as Java does', (text, escaped) => {
    expect(escapeJavaScript(text)).toBe(escaped);
  });

  test('escapes so that JavaScript reads the same text again', () => {
    fc.assert(
      fc.property(anyText, text => {
        const escaped = escapeJavaScript(text);
        expect(escaped).toMatch(/^[ -\u007f]*$/);
        expect(runInNewContext(`'${escaped}'`)).toBe(text);
        expect(JSON.parse(`"${escaped.replaceAll("\\'", "'")}"`)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['a b', 'a+b'],
    ["*-._~!'()", '*-._%7E%21%27%28%29'],
    ['ä&=', '%C3%A4%26%3D'],
    ['{"some": "value"}', '%7B%22some%22%3A+%22value%22%7D'],
    ['\ud800', '%3F'],
  ])('encodes %j for a form as Java does', (text, encoded) => {
    expect(urlEncode(text)).toBe(encoded);
  });

  test('decodes what it encodes, and so does a form decoder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        expect(urlDecode(urlEncode(text))).toBe(text);
        expect(new URLSearchParams(`x=${urlEncode(text)}`).get('x')).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});
