/**
 * The query string, decoded as a form: plus is a space, escapes are UTF-8, `&` and `;` both end a pair, a name without
 * `=` has the empty value. An escape that is broken, and characters that have to be escaped, make the whole request a
 * 400. (API Gateway developer guide, "Amazon API Gateway important notes", for `|`, braces and `;`.)
 */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

const mustBeEscaped = /[|{}\u0080-\uffff]/;

/** Undefined when the query is not well formed. */
export function decodeQuery(query: string): QueryPairs | undefined {
  if (query === '') return [];
  if (mustBeEscaped.test(query)) return undefined;
  const pairs: [string, string][] = [];
  for (const part of query.split(/[&;]/)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decodeForm(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decodeForm(part.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

/** Undefined when an escape is not two hexadecimal digits; bytes that are not UTF-8 become U+FFFD, as Java has it. */
function decodeForm(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  if (/%(?![0-9A-Fa-f]{2})/.test(spaced)) return undefined;
  return spaced.replace(/(?:%[0-9A-Fa-f]{2})+/g, run =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
