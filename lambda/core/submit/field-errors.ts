import type { ErrorObject } from 'ajv';
import type { FieldError } from '../domain-error';

/** What a validator found, one line a field, in the words of a request: `input.columns[2]`. */
export function fieldErrors(
  errors: readonly ErrorObject[] | null | undefined,
  root = '',
): readonly FieldError[] {
  const all = errors ?? [];
  const choices = all.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const branches = new Map(choices.map(choice => [choice, all.filter(error => isBranchOf(choice, error))]));
  const inBranches = new Set([...branches.values()].flat());
  return all
    .filter(error => !inBranches.has(error))
    .map(error => ({
      field: fieldOf(error, root) || 'body',
      detail: choiceDetail(branches.get(error)) ?? detailOf(error),
    }));
}

/** Errors of the alternatives say little alone: fulfilling one of them is enough. */
function isBranchOf(choice: ErrorObject, error: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${choice.schemaPath}/`) && error.instancePath.startsWith(choice.instancePath)
  );
}

function choiceDetail(branches: readonly ErrorObject[] | undefined): string | undefined {
  if (!branches || branches.length === 0) return undefined;
  const missing = branches.map(
    ({ keyword, params }) => keyword === 'required' && String(params['missingProperty']),
  );
  if (missing.every(Boolean)) return `needs ${missing.join(' or ')}`;
  return `fits none of what is allowed: ${branches.map(error => `${fieldOf(error, '')} ${detailOf(error)}`.trim()).join('; or ')}`;
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
