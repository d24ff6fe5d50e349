/** Expressions of mapping templates, compiled from the syntax tree of velocityjs into functions of a scope. */
import { callMethod, readIndex, readProperty } from './java-methods';
import { JavaList, type JavaMap, javaText } from './java-text';
import { asNumber } from './json';

export interface Scope {
  readonly variables: Map<string, unknown>;
  readonly macros: Map<string, (scope: Scope, values: readonly unknown[]) => string>;
  /** Set by #break and #stop; nothing more is printed until the loop, or the template, has ended. */
  stopped: 'break' | 'stop' | undefined;
  depth: number;
}

export type Evaluate = (scope: Scope) => unknown;

type PathStep =
  | { readonly type: 'method'; readonly id: string; readonly args?: readonly Expression[] | false }
  | { readonly type: 'index'; readonly id: Expression }
  | { readonly type: 'property'; readonly id: string };

export interface Reference {
  readonly type: 'references';
  readonly id: string;
  readonly path?: readonly PathStep[];
}

export type Expression =
  | Reference
  | { readonly type: 'string'; readonly value: string; readonly isEval?: boolean }
  | { readonly type: 'integer' | 'decimal'; readonly value: string | number }
  | { readonly type: 'bool'; readonly value: 'true' | 'false' | 'null' }
  | {
      readonly type: 'array';
      readonly isRange?: boolean;
      readonly value: readonly (Expression | string | number)[];
    }
  | { readonly type: 'map'; readonly value: Readonly<Record<string, Expression>> }
  | { readonly type: 'math'; readonly operator: string; readonly expression: readonly Expression[] };

/** @param compileText compiles the text between double quotes, which is a template of its own */
export function compileExpression(
  expression: Expression,
  compileText: (text: string) => (scope: Scope) => string,
): Evaluate {
  const compile = (inner: Expression) => compileExpression(inner, compileText);
  switch (expression.type) {
    case 'references':
      return compileReference(expression, compile);
    case 'string':
      return expression.isEval && /[#$]/.test(expression.value)
        ? compileText(expression.value)
        : constant(expression.value);
    case 'integer':
    case 'decimal':
      return constant(Number(expression.value));
    case 'bool':
      return constant({ true: true, false: false, null: null }[expression.value]);
    case 'array':
      return compileList(expression.value, expression.isRange === true, compile);
    case 'map': {
      const entries = Object.entries(expression.value ?? {}).map(
        ([key, value]) => [key, compile(value)] as const,
      );
      return scope =>
        Object.fromEntries(entries.map(([key, value]) => [key, value(scope)])) satisfies JavaMap;
    }
    case 'math':
      return compileOperator(expression.operator, expression.expression.map(compile));
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

function compileReference(
  { id, path = [] }: Reference,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  const steps = path.map(step => compileStep(step, compile));
  return scope => {
    let value = scope.variables.get(id);
    for (const step of steps) {
      if (value === null || value === undefined) return undefined;
      value = step(value, scope);
    }
    return value;
  };
}

function compileStep(step: PathStep, compile: (expression: Expression) => Evaluate) {
  if (step.type === 'method') {
    const args = (step.args || []).map(compile);
    return (base: unknown, scope: Scope) =>
      callMethod(
        base,
        step.id,
        args.map(argument => argument(scope)),
      );
  }
  if (step.type === 'property') return (base: unknown) => readProperty(base, step.id);
  const key = compile(step.id);
  return (base: unknown, scope: Scope) => readIndex(base, key(scope));
}

function compileList(
  items: readonly (Expression | string | number)[],
  isRange: boolean,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  const values = items.map(item =>
    typeof item === 'object' ? compile(item) : constant(isRange ? Number(item) : item),
  );
  return scope => {
    const list = values.map(value => value(scope));
    return JavaList.from(isRange ? range(Number(list[0]), Number(list[1])) : list);
  };
}

function range(from: number, to: number): number[] {
  if (Number.isNaN(from) || Number.isNaN(to)) return [];
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => from + at * step);
}

function compileOperator(operator: string, operands: readonly Evaluate[]): Evaluate {
  const [left = constant(undefined), right = constant(undefined)] = operands;
  const arithmetic = arithmetics[operator];
  if (arithmetic) return scope => onNumbers(left(scope), right(scope), arithmetic);
  const comparison = comparisons[operator];
  if (comparison) return scope => onNumbers(left(scope), right(scope), comparison) ?? false;
  switch (operator) {
    case '+':
      return scope => add(left(scope), right(scope));
    case '&&':
      return scope => holds(left(scope)) && holds(right(scope));
    case '||':
      return scope => holds(left(scope)) || holds(right(scope));
    case '==':
      return scope => isEqual(left(scope), right(scope));
    case '!=':
      return scope => !isEqual(left(scope), right(scope));
    case 'not':
      return scope => !holds(left(scope));
    case 'minus':
      return scope => onNumbers(0, left(scope), (zero, number) => zero - number);
    default:
      return left;
  }
}

const arithmetics: Readonly<Record<string, (left: number, right: number) => number | undefined>> = {
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => divide(left, right),
  '%': (left, right) => (right === 0 ? undefined : left % right),
};

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Whole numbers divide to whole numbers; a division by zero is null. */
function divide(left: number, right: number): number | undefined {
  if (right === 0) return undefined;
  return Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(left / right) : left / right;
}

function onNumbers<T>(
  left: unknown,
  right: unknown,
  operate: (left: number, right: number) => T,
): T | undefined {
  const [first, second] = [asNumber(left), asNumber(right)];
  return first !== undefined && second !== undefined ? operate(first, second) : undefined;
}

function add(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' || typeof right === 'string') return javaText(left) + javaText(right);
  return onNumbers(left, right, (first, second) => first + second);
}

function isEqual(left: unknown, right: unknown): boolean {
  return onNumbers(left, right, (first, second) => first === second) ?? javaText(left) === javaText(right);
}

/** Only null and false are false: an empty text or a zero holds. */
export function holds(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false;
}
