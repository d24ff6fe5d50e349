/**
 * Regular expressions in Java's spelling, as selection patterns and the methods of strings have them: flags may stand
 * at the beginning, `(?si)`, and a literal part between \Q and \E. (java.util.regex.Pattern.)
 */
export function javaRegExp(pattern: string, flags = ''): RegExp {
  const { body, flags: inline } = read(pattern);
  return new RegExp(body, flags + inline);
}

/** One that has to match a whole text, as String.matches does. */
export function wholeRegExp(pattern: string): RegExp {
  const { body, flags } = read(pattern);
  return new RegExp(`^(?:${body})$`, flags);
}

function read(pattern: string): { readonly body: string; readonly flags: string } {
  const inline = /^\(\?([a-z]+)\)/i.exec(pattern);
  const body = inline ? pattern.slice(inline[0].length) : pattern;
  return {
    body: body.replace(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) =>
      literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
    ),
    flags: [...new Set(inline?.[1])].filter(flag => 'ims'.includes(flag)).join(''),
  };
}
