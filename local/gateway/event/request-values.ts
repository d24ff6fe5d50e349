/** The decoded values of a request, each looked up without walking the request again. */
import type { RawHeaders } from '../listen/raw-headers';
import type { RequestValues } from '../validate/request-values';
import type { QueryPairs } from './query';

const none: readonly string[] = [];

export function requestValues(
  headers: RawHeaders,
  query: QueryPairs,
  pathParameters: Readonly<Record<string, string>> | null,
): RequestValues {
  let headerLists: Map<string, string[]> | undefined;
  let queryLists: Map<string, string[]> | undefined;
  const headersOf = (name: string) => {
    headerLists ??= grouped(headers, header => header.toLowerCase());
    return headerLists.get(name.toLowerCase()) ?? none;
  };
  const queriesOf = (name: string) => {
    queryLists ??= grouped(query, parameter => parameter);
    return queryLists.get(name) ?? none;
  };
  return {
    header: name => headersOf(name).at(-1),
    headers: headersOf,
    query: name => queriesOf(name).at(-1),
    queries: queriesOf,
    path: name => (pathParameters && Object.hasOwn(pathParameters, name) ? pathParameters[name] : undefined),
  };
}

function grouped(pairs: RawHeaders, keyOf: (name: string) => string): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const key = keyOf(name);
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
  }
  return lists;
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
