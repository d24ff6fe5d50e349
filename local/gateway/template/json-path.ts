/**
 * JSONPath as $input.path and $input.json read it: dots, brackets, negative and several indexes, slices, wildcards,
 * `..`, filters, and the functions length(), min(), max(), sum() and avg(). A path that can only name one place gives
 * the value there or undefined; any other gives the list of what it found.
 * (The Jayway JsonPath documentation, to which the API Gateway developer guide refers.)
 */
import { asNumber } from './json';
import { type Filter, parseFilter } from './json-path-filter';
import { TemplateError } from './template-error';

type Step =
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  | { readonly kind: 'deep' }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'function'; readonly name: string };

const cache = new Map<string, readonly Step[]>();
const cachedPaths = 1_000;

export function queryJson(document: unknown, path: string): unknown {
  let steps = cache.get(path);
  if (!steps) {
    steps = parsePath(path);
    // Paths may be built from a request; the cache must not grow with them.
    if (cache.size >= cachedPaths) cache.clear();
    cache.set(path, steps);
  }
  return follow(document, steps);
}

function follow(document: unknown, steps: readonly Step[]): unknown {
  let found: unknown[] = [document];
  let definite = true;
  for (const step of steps) {
    if (step.kind === 'function') return applyFunction(step.name, definite ? found[0] : found);
    definite &&=
      (step.kind === 'keys' && step.keys.length === 1) ||
      (step.kind === 'indexes' && step.indexes.length === 1);
    found = found.flatMap(value => take(value, step));
  }
  return definite ? found[0] : found;
}

function take(value: unknown, step: Step): unknown[] {
  switch (step.kind) {
    case 'keys':
      return step.keys.flatMap(key => (isObject(value) && Object.hasOwn(value, key) ? [value[key]] : []));
    case 'indexes':
      return Array.isArray(value)
        ? step.indexes.flatMap(index => {
            const at = index < 0 ? value.length + index : index;
            return at in value ? [value[at]] : [];
          })
        : [];
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case 'all':
      return children(value);
    case 'deep':
      return descendants(value);
    case 'filter':
      return (Array.isArray(value) ? value : [value]).filter(one => step.filter(one));
    case 'function':
      return [];
  }
}

function children(value: unknown): unknown[] {
  return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
}

function descendants(value: unknown): unknown[] {
  return [value, ...children(value).flatMap(descendants)];
}

function applyFunction(name: string, value: unknown): unknown {
  const list = Array.isArray(value) ? value : [];
  const numbers = list.flatMap(one => asNumber(one) ?? []);
  const sum = numbers.reduce((total, one) => total + one, 0);
  switch (name) {
    case 'length':
    case 'size':
      return isObject(value)
        ? Object.keys(value).length
        : typeof value === 'string'
          ? value.length
          : list.length;
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'sum':
      return sum;
    case 'avg':
      return sum / numbers.length;
    default:
      throw new TemplateError(`JSONPath has no function ${name}().`);
  }
}

const stepPatterns: readonly (readonly [pattern: RegExp, step: (match: RegExpExecArray) => Step[]])[] = [
  [/^\.\.(?=[^.])/, () => [{ kind: 'deep' }]],
  [/^\.?\*/, () => [{ kind: 'all' }]],
  [/^\.?\[\s*\*\s*\]/, () => [{ kind: 'all' }]],
  [/^\.([A-Za-z]+)\(\)/, ([, name]) => [{ kind: 'function', name: name! }]],
  [
    /^\.?\[\s*(?:(-?\d+)\s*)?:\s*(?:(-?\d+)\s*)?\]/,
    ([, from, to]) => [{ kind: 'slice', from: numberOf(from), to: numberOf(to) }],
  ],
  [
    /^\.?\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/,
    ([, list]) => [{ kind: 'indexes', indexes: list!.split(',').map(Number) }],
  ],
  [
    /^\.?\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/,
    ([, list]) => [{ kind: 'keys', keys: quotedTexts(list!) }],
  ],
  [/^\.?([^.[\]()*\s]+)/, ([, key]) => [{ kind: 'keys', keys: [key!] }]],
];

function parsePath(path: string): readonly Step[] {
  let rest = path.trim().replace(/^\$/, '');
  const steps: Step[] = [];
  while (rest !== '') {
    const filter = /^\.?\[\s*\?\s*\(/.exec(rest);
    if (filter) {
      const end = closingBracket(rest, filter[0].length);
      steps.push({ kind: 'filter', filter: parseFilter(rest.slice(filter[0].length, end), queryJson) });
      rest = rest.slice(rest.indexOf(']', end) + 1);
      continue;
    }
    const match = firstMatch(rest);
    if (!match)
      throw new TemplateError(
        `${JSON.stringify(path)} is not a JSONPath: stopped at ${JSON.stringify(rest)}.`,
      );
    steps.push(...match.steps);
    rest = rest.slice(match.length);
  }
  return steps;
}

function firstMatch(rest: string): { steps: Step[]; length: number } | undefined {
  for (const [pattern, step] of stepPatterns) {
    const match = pattern.exec(rest);
    if (match) return { steps: step(match), length: match[0].length };
  }
  return undefined;
}

/** The place of the parenthesis that ends a filter, quoted texts and inner parentheses left out. */
function closingBracket(text: string, start: number): number {
  let depth = 1;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  throw new TemplateError(`The filter in ${JSON.stringify(text)} has no end.`);
}

function quotedTexts(list: string): string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(([, single, double]) =>
    (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
