/**
 * What a fact expects of JSON: objects name the members that matter, arrays and other values are compared whole, and an
 * object whose first member begins with `$` is an operator.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RawResponse } from './raw-http';

type Operator = (operand: unknown, received: unknown, response: RawResponse) => boolean;

const lowerKeys = (value: unknown) => Object.keys((value ?? {}) as object).map(key => key.toLowerCase());
const names = (operand: unknown) => operand as string[];

const OPERATORS: Readonly<Record<string, Operator>> = {
  /** The object has exactly these members. */
  $keys: (operand, received) =>
    isDeepStrictEqual(Object.keys((received ?? {}) as object).sort(), [...names(operand)].sort()),
  /** The object has these members, whatever their case. */
  $has: (operand, received) => names(operand).every(name => lowerKeys(received).includes(name.toLowerCase())),
  $lacks: (operand, received) =>
    names(operand).every(name => !lowerKeys(received).includes(name.toLowerCase())),
  $equals: (operand, received) => isDeepStrictEqual(operand, received),
  $absent: (_, received) => received === undefined,
  $present: (_, received) => received !== undefined && received !== null,
  $matches: (operand, received) => typeof received === 'string' && new RegExp(String(operand)).test(received),
  $contains: (operand, received) => typeof received === 'string' && received.includes(String(operand)),
  $integer: (_, received) => Number.isInteger(received),
  /** The same as a header of the answer. */
  $header: (operand, received, { headers }) =>
    headers.some(
      ([name, value]) => name.toLowerCase() === String(operand).toLowerCase() && value === received,
    ),
};

/**
 * @param expected the expectation
 * @param received the parsed JSON
 * @param response whose headers `$header` looks at
 */
export function jsonMismatches(
  expected: unknown,
  received: unknown,
  response: RawResponse,
  at = '$',
): string[] {
  const text = JSON.stringify(received)?.slice(0, 1_000) ?? 'absent';
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) {
    return isDeepStrictEqual(expected, received)
      ? []
      : [`${at} is ${text}, expected ${JSON.stringify(expected)}`];
  }
  return Object.entries(expected).flatMap(([name, member]) => {
    if (name === '$json') return jsonInside(member, received, response, at);
    const operator = OPERATORS[name];
    if (operator)
      return operator(member, received, response)
        ? []
        : [`${at} is ${text}, expected ${name} ${JSON.stringify(member)}`];
    if (typeof received !== 'object' || received === null)
      return [`${at} is ${text}, expected an object with ${name}`];
    return jsonMismatches(member, (received as Record<string, unknown>)[name], response, `${at}.${name}`);
  });
}

/** A string that holds JSON itself. */
function jsonInside(expected: unknown, received: unknown, response: RawResponse, at: string): string[] {
  try {
    return jsonMismatches(expected, JSON.parse(String(received)), response, `${at} as JSON`);
  } catch {
    return [`${at} is ${JSON.stringify(received)}, expected text that is JSON`];
  }
}
