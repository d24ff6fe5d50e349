import type { ValidateFunction } from 'ajv';
import type { SubmitJob } from '../../../contract/schemas';
import { DomainError, type FieldError } from '../domain-error';
import { fieldErrors } from './field-errors';

/** Reads what somebody wants to submit. @throws DomainError invalid_request, naming every field that is wrong */
export function submissionReader(validate: ValidateFunction) {
  return (body: unknown): SubmitJob => {
    if (validate(body)) return body as SubmitJob;
    throw new DomainError('invalid_request', 'This is not a job that can be submitted; see errors.', {
      errors: fieldErrors(validate.errors),
    });
  };
}

/** Checks inputs by the validators of their types, which were compiled when the function was built. */
export function inputChecker(validators: Readonly<Record<string, ValidateFunction>>) {
  return (type: string, input: unknown): readonly FieldError[] | undefined => {
    const validate = Object.hasOwn(validators, type) ? validators[type] : undefined;
    if (!validate) return undefined;
    return validate(input) ? [] : fieldErrors(validate.errors, 'input');
  };
}
