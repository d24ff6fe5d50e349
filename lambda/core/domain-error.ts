import type { ProblemCode } from '../../contract/problem';

/** A field of a request and what is wrong with it. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** What a caller did wrong or cannot have; the API makes a problem response of it. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { readonly errors?: readonly FieldError[]; readonly retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}
