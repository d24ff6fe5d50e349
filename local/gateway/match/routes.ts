/**
 * Resource matching: at each segment a literal comes before {param}, and {param} before {proxy+}; when the way taken
 * ends at a resource without the method (or ANY), the next one is tried, so a literal never shadows a greedy sibling
 * that has the method. A slash at the end does not count, {proxy+} takes at least one segment, and values stay encoded.
 * (API Gateway developer guide, "Set up a proxy integration with a proxy resource"; recorded behaviour.)
 */
import type { MethodModel } from '../../template/rest-api-model';

/** The methods that ANY stands for. */
const anyMethods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

export interface RouteMatch<T> {
  readonly target: T;
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** Finds the target of a method and a path that begins after the stage. */
export type Routes<T> = (httpMethod: string, path: string) => RouteMatch<T> | undefined;

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  readonly targets: Map<string, T>;
  parameter?: { readonly name: string; readonly node: Node<T> };
  greedy?: { readonly name: string; readonly node: Node<T> };
}

interface Captured {
  readonly name: string;
  readonly value: string;
  readonly rest: Captured | undefined;
}

/** @param targetOf what is found for a method; made once for each */
export function compileRoutes<T>(
  methods: readonly MethodModel[],
  targetOf: (method: MethodModel) => T,
): Routes<T> {
  const root = emptyNode<T>();
  for (const method of methods) {
    nodeAt(root, method.path).targets.set(method.httpMethod.toUpperCase(), targetOf(method));
  }
  return (httpMethod, path) => {
    const trimmed = trimSlashes(path);
    const found = find(root, trimmed === '' ? [] : trimmed.split('/'), 0, httpMethod, undefined);
    return found && { target: found.target, pathParameters: asRecord(found.captured) };
  };
}

function find<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  captured: Captured | undefined,
): { target: T; captured: Captured | undefined } | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const target =
      node.targets.get(httpMethod) ?? (anyMethods.has(httpMethod) ? node.targets.get('ANY') : undefined);
    return target === undefined ? undefined : { target, captured };
  }
  const literal = node.literals.get(segment);
  const byLiteral = literal && find(literal, segments, at + 1, httpMethod, captured);
  if (byLiteral) return byLiteral;
  if (node.parameter && segment !== '') {
    const { name, node: next } = node.parameter;
    const byParameter = find(next, segments, at + 1, httpMethod, { name, value: segment, rest: captured });
    if (byParameter) return byParameter;
  }
  if (!node.greedy) return undefined;
  const value = segments.slice(at).join('/');
  return find(node.greedy.node, segments, segments.length, httpMethod, {
    name: node.greedy.name,
    value,
    rest: captured,
  });
}

function nodeAt<T>(root: Node<T>, path: string): Node<T> {
  let node = root;
  for (const part of path.split('/').filter(part => part !== '')) {
    const variable = /^\{([^{}+]+)(\+?)\}$/.exec(part);
    if (variable) {
      const kind = variable[2] === '+' ? 'greedy' : 'parameter';
      const next = node[kind] ?? { name: variable[1]!, node: emptyNode<T>() };
      node[kind] = next;
      node = next.node;
    } else {
      const next = node.literals.get(part) ?? emptyNode<T>();
      node.literals.set(part, next);
      node = next;
    }
  }
  return node;
}

function emptyNode<T>(): Node<T> {
  return { literals: new Map(), targets: new Map() };
}

function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (start < end && path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}

function asRecord(captured: Captured | undefined): Record<string, string> | null {
  if (!captured) return null;
  const entries: [string, string][] = [];
  for (let one: Captured | undefined = captured; one; one = one.rest) entries.unshift([one.name, one.value]);
  return Object.fromEntries(entries);
}
