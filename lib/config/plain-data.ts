/**
 * A stage config is a module, so it can hold what a file of data cannot: getters that throw, objects that contain
 * themselves. It is read once, here, into lists and objects that every later step can read without care.
 */
import { isNativeError } from 'node:util/types';
import type { Report } from './check';
import { fieldPath } from './right-parts';

/** Deeper than any option; only the input of a scheduled job is free to nest at all. */
const deepest = 32;

/** A copy of the data in a value; what cannot be read is reported, and null stands in its place. */
export function plainData(value: unknown, report: Report): unknown {
  const read = (part: unknown, path: string, around: readonly unknown[]): unknown => {
    if (!isList(part) && !isRecord(part)) return part;
    const inside = [...around, part];
    if (around.includes(part)) {
      const allowed = 'data without circles';
      report({ path, what: 'contains itself', received: part, allowed, remedy: 'write a value of its own' });
      return null;
    }
    if (inside.length > deepest) {
      const allowed = `at most ${deepest} levels`;
      report({ path, what: 'is nested too deeply', received: part, allowed, remedy: 'flatten it' });
      return null;
    }
    if (isList(part)) return Array.from(part, (_, index) => readAt(part, index, `${path}[${index}]`, inside));
    const names = Object.keys(part);
    return Object.fromEntries(names.map(name => [name, readAt(part, name, fieldPath(path, name), inside)]));
  };
  const readAt = (
    parent: object,
    name: string | number,
    path: string,
    around: readonly unknown[],
  ): unknown => {
    try {
      return read(Reflect.get(parent, name), path, around);
    } catch (error) {
      const received = isNativeError(error) ? error.message : error;
      const remedy = 'write the value in place of what computes it';
      report({ path, what: 'cannot be read', received, allowed: 'a value', remedy });
      return null;
    }
  };
  return readAt([value], 0, '', []);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** An object of fields, in whichever realm it was made; not a promise, a map or an instance of another class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
