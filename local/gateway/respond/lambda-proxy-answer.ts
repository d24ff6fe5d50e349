/**
 * The answer of a Lambda proxy integration. It has to be an object with no keys but statusCode, headers,
 * multiValueHeaders, body and isBase64Encoded; anything else is a malformed answer, 502. "201" will do for 201 and true
 * for "true", but a header is no number. Headers of several values come first and take in the single one of the same
 * name, unless it repeats one of them.
 * (API Gateway developer guide, "Output format of a Lambda function for proxy integration"; recordings.)
 */
import type { RawHeaders } from '../listen/raw-headers';

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const knownKeys = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** Undefined when the answer is malformed. */
export function parseProxyAnswer(payload: string): ProxyAnswer | undefined {
  const answer = parseObject(payload);
  if (!answer || Object.keys(answer).some(key => !knownKeys.has(key))) return undefined;
  const status = statusOf(answer['statusCode']);
  const single = headerLists(answer['headers'], value =>
    typeof value === 'string' || typeof value === 'boolean' ? [String(value)] : undefined,
  );
  const multiple = headerLists(answer['multiValueHeaders'], value =>
    Array.isArray(value) && value.every(isScalar) ? value.map(String) : undefined,
  );
  const body = answer['body'] ?? '';
  const encoded = booleanOf(answer['isBase64Encoded']);
  if (status === undefined || !single || !multiple || !isScalar(body) || encoded === undefined)
    return undefined;
  return { status, headers: mergeHeaders(multiple, single), body: String(body), isBase64Encoded: encoded };
}

type HeaderLists = readonly (readonly [name: string, values: readonly string[]])[];

/** Names are compared without case; the first spelling stands. */
export function mergeHeaders(multiple: HeaderLists, single: HeaderLists): RawHeaders {
  const merged = new Map<string, { name: string; values: string[] }>();
  for (const [name, values] of multiple) entry(merged, name).values.push(...values);
  const several = new Map([...merged].map(([key, { values }]) => [key, new Set(values)]));
  for (const [name, values] of single) {
    const { values: list } = entry(merged, name);
    list.push(...values.filter(value => !several.get(name.toLowerCase())?.has(value)));
  }
  return [...merged.values()].flatMap(({ name, values }) => values.map(value => [name, value] as const));
}

function entry(merged: Map<string, { name: string; values: string[] }>, name: string) {
  const key = name.toLowerCase();
  const found = merged.get(key) ?? { name, values: [] };
  merged.set(key, found);
  return found;
}

function headerLists(
  headers: unknown,
  valuesOf: (value: unknown) => string[] | undefined,
): HeaderLists | undefined {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers)) return undefined;
  const lists: [string, string[]][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const values = valuesOf(value);
    if (!values) return undefined;
    lists.push([name, values]);
  }
  return lists;
}

function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number') return undefined;
  const whole = Math.trunc(status);
  return whole >= 200 && whole <= 599 ? whole : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'boolean' ? value : undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
