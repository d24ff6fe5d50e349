/** Filters of JSONPath: comparisons of `@` paths, literals and regular expressions, joined by && and ||, `!`, `()`. */
import { asNumber, jsonText } from './json';
import { TemplateError } from './template-error';

export type Filter = (value: unknown) => boolean;
type Operand = (value: unknown) => unknown;
/** Reads a JSONPath below a value. */
type Query = (value: unknown, path: string) => unknown;

const tokenPattern =
  /\s*(&&|\|\||==|!=|<=|>=|=~|<|>|!|\(|\)|\[(?:[^\]]*)\]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)+\/i?|[@$](?:\.[\w-]+|\[(?:'[^']*'|"[^"]*"|-?\d+)\])*|-?\d+(?:\.\d+)?|\w+)/y;

export function parseFilter(text: string, query: Query): Filter {
  const tokens = tokenize(text);
  let at = 0;
  const either = (): Filter => {
    let left = both();
    while (tokens[at] === '||') {
      at++;
      const [first, second] = [left, both()];
      left = value => first(value) || second(value);
    }
    return left;
  };
  const both = (): Filter => {
    let left = one();
    while (tokens[at] === '&&') {
      at++;
      const [first, second] = [left, one()];
      left = value => first(value) && second(value);
    }
    return left;
  };
  const one = (): Filter => {
    if (tokens[at] === '!') {
      at++;
      const inner = one();
      return value => !inner(value);
    }
    if (tokens[at] === '(') {
      at++;
      const inner = either();
      if (tokens[at++] !== ')') throw malformed(text);
      return inner;
    }
    return comparison();
  };
  const comparison = (): Filter => {
    const left = operand(tokens[at++], text, query);
    const compare = comparisons[tokens[at] ?? ''];
    if (!compare) return value => left(value) !== undefined;
    at++;
    const right = operand(tokens[at++], text, query);
    return value => compare(left(value), right(value));
  };
  const filter = either();
  if (at < tokens.length) throw malformed(text);
  return filter;
}

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': isSame,
  '!=': (left, right) => !isSame(left, right),
  '<': (left, right) => ordered(left, right, (a, b) => a < b),
  '<=': (left, right) => ordered(left, right, (a, b) => a <= b),
  '>': (left, right) => ordered(left, right, (a, b) => a > b),
  '>=': (left, right) => ordered(left, right, (a, b) => a >= b),
  '=~': (left, right) => typeof left === 'string' && right instanceof RegExp && right.test(left),
  in: (left, right) => Array.isArray(right) && right.includes(left),
  nin: (left, right) => Array.isArray(right) && !right.includes(left),
};

function isSame(left: unknown, right: unknown): boolean {
  const [first, second] = [asNumber(left), asNumber(right)];
  return first !== undefined && second !== undefined ? first === second : jsonText(left) === jsonText(right);
}

function ordered(
  left: unknown,
  right: unknown,
  holds: (a: number | string, b: number | string) => boolean,
): boolean {
  const [first, second] = [asNumber(left), asNumber(right)];
  if (first !== undefined && second !== undefined) return holds(first, second);
  return typeof left === 'string' && typeof right === 'string' && holds(left, right);
}

function operand(token: string | undefined, text: string, query: Query): Operand {
  if (token === undefined) throw malformed(text);
  if (token.startsWith('@') || token.startsWith('$')) {
    const path = `$${token.slice(1)}`;
    return value => query(value, path);
  }
  const regular = /^\/(.+)\/(i?)$/s.exec(token);
  if (regular) {
    const pattern = new RegExp(`^(?:${regular[1]})$`, regular[2]);
    return () => pattern;
  }
  const literal = literalOf(token, text);
  return () => literal;
}

function literalOf(token: string, text: string): unknown {
  const quoted = /^(['"])(.*)\1$/s.exec(token);
  if (quoted) return quoted[2]!.replace(/\\(.)/g, '$1');
  try {
    return JSON.parse(token.startsWith('[') ? token.replaceAll("'", '"') : token) as unknown;
  } catch {
    throw malformed(text);
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ''; end = tokenPattern.lastIndex) {
    const match = tokenPattern.exec(text);
    if (!match) throw malformed(text);
    tokens.push(match[1]!);
  }
  return tokens;
}

function malformed(text: string): TemplateError {
  return new TemplateError(`${JSON.stringify(text)} is not a JSONPath filter.`);
}
