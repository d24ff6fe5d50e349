/**
 * Gateway response templates know variables only: `$context.…`, `$stageVariables.…` and `$method.request.…` are
 * replaced, everything else, `#if` and `$input` included, is sent as written.
 * (API Gateway developer guide, "Gateway responses": "a non-VTL mapping template".)
 */
import type { ContextVariables } from '../exchange';
import { methodRequestValue, type RequestValues } from '../validate/request-values';

export interface TemplateValues {
  readonly context: ContextVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly values: RequestValues;
}

type Part = (values: TemplateValues) => string;
export type Template = (values: TemplateValues) => string;

const variable = /\$(context|stageVariables|method\.request)((?:\.[A-Za-z0-9_-]+)+)/g;

export function compileTemplate(text: string): Template {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const literal = text.slice(end, match.index);
    const expression = `${match[1]}${match[2]}`;
    parts.push(
      () => literal,
      values => variableValue(expression, values) ?? '',
    );
    end = match.index + match[0].length;
  }
  const tail = text.slice(end);
  return values => parts.map(part => part(values)).join('') + tail;
}

/** The value of a mapping expression without its dollar sign, as text. */
export function variableValue(expression: string, values: TemplateValues): string | undefined {
  if (expression.startsWith('method.request.')) return methodRequestValue(expression, values.values);
  const dot = expression.indexOf('.');
  const name = expression.slice(dot + 1);
  if (expression.slice(0, dot) === 'stageVariables') return own(values.stageVariables, name);
  const value = own(values.context, name);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
