/**
 * Where parameter mappings take their values from: the method's request, the integration's response, the context, stage
 * variables, or a quoted text. (API Gateway developer guide, "Parameter mapping source reference for REST APIs".)
 */
import type { Call } from '../call';
import type { RawHeaders } from '../listen/raw-headers';
import { isMap, javaText } from '../template/java-text';
import { jsonText, parseJson } from '../template/json';
import { queryJson } from '../template/json-path';
import { TemplateError } from '../template/template-error';

export type MappingSource = (call: Call, response?: MappedResponse) => readonly string[];

export interface MappedResponse {
  readonly headers: RawHeaders;
  readonly text: string;
}

const nothing: readonly string[] = [];

/** Values of an expression such as `method.request.querystring.q`; none when it names nothing. */
export function compileSource(expression: string): MappingSource {
  const literal = /^'([\s\S]*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return () => [literal];
  const [root, ...rest] = expression.split('.');
  switch (root) {
    case 'method':
      return methodSource(rest[1], rest.slice(2).join('.'));
    case 'integration':
      return responseSource(rest[1], rest.slice(2).join('.'));
    case 'stageVariables':
      return call => present(call.route.stage.variables[rest.join('.')]);
    case 'context':
      return call => present(nested(call.requestContext, rest));
    default:
      return () => nothing;
  }
}

function methodSource(location: string | undefined, name: string): MappingSource {
  switch (location) {
    case 'header':
      return call => present(call.values.header(name));
    case 'multivalueheader':
      return call => call.values.headers(name);
    case 'querystring':
      return call => present(call.values.query(name));
    case 'multivaluequerystring':
      return call => call.values.queries(name);
    case 'path':
      return call => present(call.values.path(name));
    case 'body':
      return call => requestBodyPart(call.body.text(), name);
    default:
      return () => nothing;
  }
}

function responseSource(location: string | undefined, name: string): MappingSource {
  const lower = name.toLowerCase();
  const values = (response: MappedResponse | undefined) =>
    (response?.headers ?? []).flatMap(([header, value]) => (header.toLowerCase() === lower ? [value] : []));
  switch (location) {
    case 'header':
      return (_, response) => values(response).slice(-1);
    case 'multivalueheader':
      return (_, response) => values(response);
    case 'body':
      return (_, response) => responseBodyPart(response?.text ?? '', name);
    default:
      return () => nothing;
  }
}

function requestBodyPart(text: string, path: string): readonly string[] {
  const body = readBody(text);
  if (body === 'malformed') throw new TemplateError('Invalid JSON in request body', { badRequest: true });
  return part(body, path);
}

function responseBodyPart(text: string, path: string): readonly string[] {
  const body = readBody(text);
  if (body === 'malformed')
    throw new TemplateError('The integration answered a body that is not valid JSON.');
  return part(body, path);
}

interface ReadBody {
  readonly text: string;
  readonly json: unknown;
}

/** An empty body is {}. What begins like an object has to be one; any other text just has no parts. */
function readBody(text: string): ReadBody | 'malformed' {
  const body = text === '' ? '{}' : text;
  try {
    return { text: body, json: parseJson(body) };
  } catch {
    return body.trimStart().startsWith('{') ? 'malformed' : { text: body, json: undefined };
  }
}

/** The whole body, or what a JSONPath finds in it. */
function part({ text, json }: ReadBody, path: string): readonly string[] {
  if (path === '') return [text];
  const found = json === undefined ? undefined : queryJson(json, `$.${path}`);
  return present(isMap(found) || Array.isArray(found) ? jsonText(found) : found);
}

function nested(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
    value,
  );
}

function present(value: unknown): readonly string[] {
  return value === undefined || value === null ? nothing : [javaText(value)];
}
