import { javaRegExp, wholeRegExp } from '../../../../local/gateway/template/java-regex';

describe('regular expressions of Java', () => {
  test.each([
    ['4\\d{2}', '404', true],
    ['4\\d{2}', '4040', false],
    ['a|b', 'ab', false],
    ['.*not found.*', 'job not found', true],
    ['.*not found.*', 'job\nnot found', false],
    ['(?s).*not found.*', 'job\nnot found', true],
    ['(?i)ERROR.*', 'error: x', true],
    ['(?is)ERROR.*', 'error\nx', true],
    ['(\\n|.)*"status":404(\\n|.)*', '{\n"status":404}', true],
    ['\\Q[x.y]\\E+', '[x.y]]', true],
    ['\\Q[x.y]\\E', '[xzy]', false],
  ])('%s matches the whole of %j: %s', (pattern, text, matches) => {
    expect(wholeRegExp(pattern).test(text)).toBe(matches);
  });

  test('search as well', () => {
    expect('aXbx'.replace(javaRegExp('(?i)x', 'g'), '-')).toBe('a-b-');
  });
});
