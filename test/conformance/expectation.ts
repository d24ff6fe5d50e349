/** Compares an answer with what a fact expects; every difference is one sentence. */
import { gunzipSync, inflateSync } from 'node:zlib';
import type { BodyExpectation, Expectation, HeaderExpectation, TextExpectation } from './fact';
import { jsonMismatches } from './json-expectation';
import type { RawResponse } from './raw-http';

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const EXTENDED_REQUEST_ID = /^[A-Za-z0-9_-]{15}=$/;

function headerValues({ headers }: RawResponse, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted.toLowerCase()).map(([, value]) => value);
}

/** @returns what differs; empty when the answer is as expected */
export function mismatches(expected: Expectation, response: RawResponse): string[] {
  const found: string[] = [];
  if (response.status !== expected.status)
    found.push(`status ${response.status}, expected ${expected.status}`);
  if (expected.errorType !== undefined) {
    found.push(
      ...headerMismatches('x-amzn-errortype', expected.errorType, headerValues(response, 'x-amzn-errortype')),
    );
  }
  if (expected.ids || expected.errorType !== undefined) found.push(...requestIds(response));
  for (const [name, header] of Object.entries(expected.headers ?? {})) {
    found.push(...headerMismatches(name, header, headerValues(response, name)));
  }
  if (expected.body !== undefined) found.push(...bodyMismatches(expected.body, response));
  return found;
}

function requestIds(response: RawResponse): string[] {
  return [
    ...headerMismatches(
      'x-amzn-requestid',
      { matches: REQUEST_ID.source },
      headerValues(response, 'x-amzn-requestid'),
    ),
    ...headerMismatches(
      'x-amz-apigw-id',
      { matches: EXTENDED_REQUEST_ID.source },
      headerValues(response, 'x-amz-apigw-id'),
    ),
  ];
}

function headerMismatches(name: string, expected: HeaderExpectation, values: string[]): string[] {
  const received = `header ${name} is ${values.length ? JSON.stringify(values) : 'absent'}`;
  if (typeof expected === 'object' && 'absent' in expected)
    return values.length ? [`${received}, expected none`] : [];
  if (Array.isArray(expected)) {
    const list = values.flatMap(value => value.split(',').map(part => part.trim()));
    return JSON.stringify(list) === JSON.stringify(expected)
      ? []
      : [`${received}, expected ${JSON.stringify(expected)}`];
  }
  if (values.length !== 1) return [`${received}, expected it once: ${JSON.stringify(expected)}`];
  const problem = textMismatch(expected as string | TextExpectation, values[0] ?? '');
  return problem ? [`header ${name} ${problem}`] : [];
}

function textMismatch(expected: string | TextExpectation, received: string): string | undefined {
  const is = `is ${JSON.stringify(received.slice(0, 2_000))}`;
  if (typeof expected === 'string')
    return received === expected ? undefined : `${is}, expected ${JSON.stringify(expected)}`;
  if ('present' in expected) return undefined;
  if ('contains' in expected) {
    return received.includes(expected.contains)
      ? undefined
      : `${is}, expected to contain ${JSON.stringify(expected.contains)}`;
  }
  return new RegExp(expected.matches).test(received)
    ? undefined
    : `${is}, expected to match ${expected.matches}`;
}

function bodyMismatches(expected: BodyExpectation, response: RawResponse): string[] {
  const { body } = response;
  if (typeof expected === 'object') {
    if ('hex' in expected) return differs(body.toString('hex'), expected.hex);
    if ('size' in expected) return differs(String(body.length), String(expected.size), 'size of the body');
    if ('gunzips' in expected) return unpacked(() => gunzipSync(body), expected.gunzips);
    if ('inflates' in expected) return unpacked(() => inflateSync(body), expected.inflates);
    if ('json' in expected) {
      const parsed = parse(body.toString());
      return parsed.ok
        ? jsonMismatches(expected.json, parsed.value, response)
        : [`body ${JSON.stringify(body.toString().slice(0, 500))} is not JSON`];
    }
  }
  const problem = textMismatch(expected as string | TextExpectation, body.toString());
  return problem ? [`body ${problem}`] : [];
}

function differs(received: string, expected: string, what = 'body'): string[] {
  return received === expected
    ? []
    : [`${what} is ${received.slice(0, 500)}, expected ${expected.slice(0, 500)}`];
}

function unpacked(unpack: () => Buffer, expected: string): string[] {
  try {
    return differs(unpack().toString(), expected, 'unpacked body');
  } catch (error) {
    return [`body does not unpack: ${error}`];
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
