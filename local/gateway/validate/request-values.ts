/** The values that `method.request.*` names, decoded as API Gateway decodes them. */
export interface RequestValues {
  /** The name in any case; of several values the last. */
  header(name: string): string | undefined;
  headers(name: string): readonly string[];
  query(name: string): string | undefined;
  queries(name: string): readonly string[];
  path(name: string): string | undefined;
}

/** Resolves `method.request.header.x`, `.multivalueheader.x`, `.querystring.x`, `.multivaluequerystring.x`, `.path.x`. */
export function methodRequestValue(expression: string, values: RequestValues): string | undefined {
  const [, location, name] = /^method\.request\.([a-z]+)\.(.+)$/.exec(expression) ?? [];
  if (location === undefined || name === undefined) return undefined;
  return readers[location]?.(values, name);
}

const readers: Readonly<Record<string, (values: RequestValues, name: string) => string | undefined>> = {
  header: (values, name) => values.header(name),
  querystring: (values, name) => values.query(name),
  path: (values, name) => values.path(name),
  multivalueheader: (values, name) => joined(values.headers(name)),
  multivaluequerystring: (values, name) => joined(values.queries(name)),
};

function joined(list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : list.join(',');
}
