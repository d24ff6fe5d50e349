import type { ValidateFunction } from 'ajv';
import type { FieldError } from './domain-error';
import { fieldErrors } from './field-errors';

/** Checks inputs by the validators of their types, which were compiled when the function was built. */
export function inputChecker(validators: Readonly<Record<string, ValidateFunction>>) {
  return (type: string, input: unknown): readonly FieldError[] | undefined => {
    const validate = Object.hasOwn(validators, type) ? validators[type] : undefined;
    if (!validate) return undefined;
    return validate(input) ? [] : fieldErrors(validate.errors, 'input');
  };
}
