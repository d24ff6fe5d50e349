/**
 * $input of mapping templates: the body as text, as JSON, by JSONPath, and the request's parameters. An empty body is
 * {}; a parameter is looked for in path, query and header in that order.
 * (API Gateway developer guide, "$input variables"; recorded answers for empty bodies.)
 */
import { TemplateObject } from './java-methods';
import { javaText } from './java-text';
import { jsonText, parseJson } from './json';
import { queryJson } from './json-path';

export interface InputParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
  /** The first of the three that has the name; header names in any case. */
  find(name: string): string | undefined;
}

export function inputVariable(body: string, parameters: () => InputParameters): TemplateObject {
  const text = body === '' ? '{}' : body;
  let document: { readonly value: unknown } | undefined;
  const at = (path: unknown) => {
    document ??= { value: parseBody(text) };
    return queryJson(document.value, path === undefined ? '$' : javaText(path));
  };
  return new TemplateObject(
    {
      path: at,
      json: path => jsonText(at(path)) ?? '""',
      params: name => {
        if (name !== undefined) return parameters().find(javaText(name)) ?? '';
        const { path, querystring, header } = parameters();
        return { path: { ...path }, querystring: { ...querystring }, header: { ...header } };
      },
    },
    { body: () => text },
  );
}

/** A body that is not JSON has no parts: paths find nothing in it, and nothing fails. */
function parseBody(text: string): unknown {
  try {
    return isTooDeep(text) ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

/** As deep as Jackson reads: what is deeper could not be walked without end. */
const deepest = 1_000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > deepest) return true;
  }
  return false;
}
