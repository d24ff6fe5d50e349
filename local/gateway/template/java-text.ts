/**
 * Values as Velocity prints them, which is Java's toString: a map is {name=value}, a list made in the template is
 * [a, b]; a list that came from JSON prints as JSON. Null prints nothing at the top, "null" inside.
 * (Recorded answers of mapping templates that print $input.path results.)
 */
import { JsonNumber, jsonText } from './json';

/** A list made by the template itself (a literal, keySet, values); JSON lists are plain arrays. */
export class JavaList extends Array<unknown> {
  static override get [Symbol.species]() {
    return Array;
  }
}

/** One entry of a map, as entrySet gives it. */
export class MapEntry {
  constructor(
    readonly key: string,
    readonly value: unknown,
  ) {}
}

export type JavaMap = Record<string, unknown>;

export function isMap(value: unknown): value is JavaMap {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function javaText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof JavaList) return `[${value.map(innerText).join(', ')}]`;
  if (Array.isArray(value)) return jsonText(value) ?? '';
  if (value instanceof JsonNumber) return value.text;
  if (value instanceof MapEntry) return `${value.key}=${innerText(value.value)}`;
  if (isMap(value)) {
    return `{${Object.entries(value)
      .map(([name, one]) => `${name}=${innerText(one)}`)
      .join(', ')}}`;
  }
  return typeof value === 'object' || typeof value === 'function' ? '' : String(value);
}

function innerText(value: unknown): string {
  return value === null || value === undefined ? 'null' : javaText(value);
}
