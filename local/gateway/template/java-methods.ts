/**
 * The methods of Java's String, List and Map that templates call. Everything else a template could name on a value
 * (constructors, getClass) does not exist here.
 * (API Gateway developer guide, "Mapping template and access logging variable reference"; java.lang and java.util.)
 */

import { javaRegExp, wholeRegExp } from './java-regex';
import { isMap, JavaList, type JavaMap, javaText, MapEntry } from './java-text';
import { asNumber } from './json';
import { TemplateError } from './template-error';

/** An object of API Gateway's own, such as $input: methods, and properties that read. */
export class TemplateObject {
  constructor(
    readonly methods: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>,
    readonly properties: Readonly<Record<string, () => unknown>> = {},
  ) {}
}

type Method<T> = (self: T, args: readonly unknown[]) => unknown;

export function callMethod(base: unknown, name: string, args: readonly unknown[]): unknown {
  if (base instanceof TemplateObject) return own(base.methods, name)?.(...args);
  const table = methodsOf(base);
  const method = (own(table, name) ?? own(anyMethods, name)) as Method<unknown> | undefined;
  return method?.(base, args);
}

export function readProperty(base: unknown, name: string): unknown {
  if (base instanceof TemplateObject) return own(base.properties, name)?.();
  if (isMap(base)) return own(base, name);
  if (base instanceof MapEntry) return name === 'key' ? base.key : name === 'value' ? base.value : undefined;
  return name === 'empty' ? callMethod(base, 'isEmpty', []) : undefined;
}

export function readIndex(base: unknown, key: unknown): unknown {
  if (Array.isArray(base)) return base[indexOf(base, key)];
  return isMap(base) ? own(base, javaText(key)) : undefined;
}

function methodsOf(base: unknown): Readonly<Record<string, Method<never>>> {
  if (typeof base === 'string') return stringMethods;
  if (asNumber(base) !== undefined) return numberMethods;
  if (Array.isArray(base)) return listMethods;
  if (isMap(base)) return mapMethods;
  return base instanceof MapEntry ? entryMethods : {};
}

const stringMethods: Record<string, Method<string>> = {
  charAt: (text, [index]) => text.charAt(Number(index)),
  compareTo: (text, [other]) => (text < javaText(other) ? -1 : text > javaText(other) ? 1 : 0),
  concat: (text, [other]) => text + javaText(other),
  contains: (text, [part]) => text.includes(javaText(part)),
  endsWith: (text, [end]) => text.endsWith(javaText(end)),
  equalsIgnoreCase: (text, [other]) => text.toLowerCase() === javaText(other).toLowerCase(),
  indexOf: (text, [part, from]) => text.indexOf(javaText(part), Number(from ?? 0)),
  isEmpty: text => text === '',
  lastIndexOf: (text, [part]) => text.lastIndexOf(javaText(part)),
  length: text => text.length,
  matches: (text, [pattern]) => wholeRegExp(javaText(pattern)).test(text),
  replace: (text, [part, by]) => text.replaceAll(javaText(part), () => javaText(by)),
  replaceAll: (text, [pattern, by]) => text.replace(javaRegExp(javaText(pattern), 'g'), replacement(by)),
  replaceFirst: (text, [pattern, by]) => text.replace(javaRegExp(javaText(pattern)), replacement(by)),
  split: (text, [pattern, limit]) => split(text, javaText(pattern), Number(limit ?? 0)),
  startsWith: (text, [start]) => text.startsWith(javaText(start)),
  substring: (text, [start, end]) => text.slice(Number(start), end === undefined ? undefined : Number(end)),
  toLowerCase: text => text.toLowerCase(),
  toUpperCase: text => text.toUpperCase(),
  trim: text => text.trim(),
};

const numberMethods: Record<string, Method<number>> = {
  doubleValue: number => number,
  intValue: number => Math.trunc(number),
  longValue: number => Math.trunc(number),
  // The static methods are reached through any number in templates: $x.parseInt("5").
  parseInt: (_, [text]) => Number.parseInt(javaText(text), 10),
  parseDouble: (_, [text]) => Number.parseFloat(javaText(text)),
};

const listMethods: Record<string, Method<unknown[]>> = {
  add: (list, args) => {
    if (args.length === 1) list.push(args[0]);
    else list.splice(indexOf(list, args[0]), 0, args[1]);
    return args.length === 1 ? true : undefined;
  },
  addAll: (list, [other]) => (Array.isArray(other) ? list.push(...other) > 0 : undefined),
  clear: list => {
    list.length = 0;
  },
  contains: (list, [value]) => list.some(one => one === value),
  get: (list, [index]) => list[indexOf(list, index)],
  indexOf: (list, [value]) => list.indexOf(value),
  isEmpty: list => list.length === 0,
  remove: (list, [index]) => list.splice(typeof index === 'number' ? index : list.indexOf(index), 1)[0],
  set: (list, [index, value]) => list.splice(indexOf(list, index), 1, value)[0],
  size: list => list.length,
  subList: (list, [from, to]) => JavaList.from(list.slice(Number(from), Number(to))),
};

const mapMethods: Record<string, Method<JavaMap>> = {
  containsKey: (map, [key]) => Object.hasOwn(map, javaText(key)),
  containsValue: (map, [value]) => Object.values(map).includes(value),
  entrySet: map => JavaList.from(Object.entries(map).map(([key, value]) => new MapEntry(key, value))),
  get: (map, [key]) => own(map, javaText(key)),
  getOrDefault: (map, [key, fallback]) => own(map, javaText(key)) ?? fallback,
  isEmpty: map => Object.keys(map).length === 0,
  keySet: map => JavaList.from(Object.keys(map)),
  put: (map, [key, value]) => assign(map, javaText(key), value),
  putAll: (map, [other]) => {
    if (isMap(other)) for (const [key, value] of Object.entries(other)) assign(map, key, value);
  },
  remove: (map, [key]) => {
    const removed = own(map, javaText(key));
    delete map[javaText(key)];
    return removed;
  },
  size: map => Object.keys(map).length,
  values: map => JavaList.from(Object.values(map)),
};

const entryMethods: Record<string, Method<MapEntry>> = {
  getKey: entry => entry.key,
  getValue: entry => entry.value,
};

const anyMethods: Record<string, Method<unknown>> = {
  equals: (value, [other]) => javaText(value) === javaText(other),
  toString: (value: unknown) => javaText(value),
};

const overrides = new WeakSet<object>();

/** A map of $context overrides, each of which a template may set once: a second time is an error of API Gateway. */
export function overrideMap(): JavaMap {
  const map: JavaMap = {};
  overrides.add(map);
  return map;
}

/** Sets a key as map.put does, and tells what it held; a name of the prototype chain is a key like any other. */
export function assign(map: JavaMap, key: string, value: unknown): unknown {
  const before = own(map, key);
  if (before !== undefined && overrides.has(map))
    throw new TemplateError(`The override ${key} is set more than once.`);
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  return before;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function indexOf(list: readonly unknown[], key: unknown): number {
  const index = Number(key);
  return index < 0 ? list.length + index : index;
}

/** Java's replacement text: $1 is a group, a backslash takes the next character as it is. */
function replacement(by: unknown): (match: string, ...groups: unknown[]) => string {
  const text = javaText(by);
  return (match, ...groups) =>
    text.replace(/\\(.)|\$(\d)/gs, (_, escaped: string | undefined, group: string | undefined) =>
      escaped !== undefined ? escaped : group === '0' ? match : String(groups[Number(group) - 1] ?? ''),
    );
}

/** As Java, empty texts at the end are left out unless a limit is given. */
function split(text: string, pattern: string, limit: number): JavaList {
  const parts = text.split(javaRegExp(pattern));
  const bounded = limit > 0 && parts.length > limit ? joinRest(text, javaRegExp(pattern), limit) : parts;
  if (limit === 0) while (bounded.length > 1 && bounded.at(-1) === '') bounded.pop();
  return JavaList.from(bounded) as JavaList;
}

function joinRest(text: string, pattern: RegExp, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (parts.length < limit - 1) {
    const match = pattern.exec(rest);
    if (!match) break;
    parts.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...parts, rest];
}
