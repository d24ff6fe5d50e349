/** The decoded values of a request by name. Few are asked for, so that a walk costs less than an index. */
import type { RawHeaders } from '../listen/raw-headers';
import type { RequestValues } from '../validate/request-values';
import type { QueryPairs } from './query';

export function requestValues(
  headers: RawHeaders,
  query: QueryPairs,
  pathParameters: Readonly<Record<string, string>> | null,
): RequestValues {
  const queries = (name: string) => query.flatMap(([one, value]) => (one === name ? [value] : []));
  return {
    header: name => lastOf(headers, name.toLowerCase()),
    headers: name => {
      const wanted = name.toLowerCase();
      return headers.flatMap(([one, value]) => (one.toLowerCase() === wanted ? [value] : []));
    },
    query: name => queries(name).at(-1),
    queries,
    path: name => (pathParameters && Object.hasOwn(pathParameters, name) ? pathParameters[name] : undefined),
  };
}

function lastOf(headers: RawHeaders, lowerCaseName: string): string | undefined {
  for (let at = headers.length - 1; at >= 0; at--) {
    const [name, value] = headers[at]!;
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) return value;
  }
  return undefined;
}

/** Pairs as `headers` and `queryStringParameters` have them: of several values of exactly one name, the last. */
export function lastValues(pairs: RawHeaders): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of pairs) assign(record, name, value);
  return record;
}

/** Pairs as `multiValueHeaders` and `multiValueQueryStringParameters` have them. */
export function allValues(pairs: RawHeaders): Record<string, string[]> {
  const record: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    if (Object.hasOwn(record, name)) record[name]!.push(value);
    else assign(record, name, [value]);
  }
  return record;
}

/** A name of the prototype chain is a name like any other. */
function assign<T>(record: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
