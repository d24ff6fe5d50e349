import type { ErrorObject } from 'ajv';
import type { FieldError } from './domain-error';

/** What a validator found, one line a field, in the words of a request: `input.columns[2]`. */
export function fieldErrors(
  errors: readonly ErrorObject[] | null | undefined,
  root = '',
): readonly FieldError[] {
  const told = (errors ?? []).filter(({ keyword }, _at, all) => keyword !== 'anyOf' || all.length === 1);
  return told.map(error => ({ field: fieldOf(error, root) || 'body', detail: detailOf(error) }));
}

function fieldOf({ instancePath, keyword, params }: ErrorObject, root: string): string {
  const path = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(append, root);
  if (keyword === 'required') return append(path, String(params['missingProperty']));
  if (keyword === 'additionalProperties') return append(path, String(params['additionalProperty']));
  return path;
}

function append(path: string, part: string): string {
  if (/^\d+$/.test(part)) return `${path}[${part}]`;
  return path === '' ? part : `${path}.${part}`;
}

function detailOf({ keyword, params, message, data }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field; leave it out';
    case 'enum':
      return `is ${shown(data)}; must be one of ${(params['allowedValues'] as readonly unknown[]).map(shown).join(', ')}`;
    default:
      return `${message ?? 'is not as it must be'}; received ${shown(data)}`;
  }
}

/** A received value, short enough for an answer and never the whole of a large one. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
