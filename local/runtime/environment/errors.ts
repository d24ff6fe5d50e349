/** Lambda's error documents, as its Node.js runtime words them. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** An error of the runtime itself rather than of the handler, under Lambda's own name. */
export class RuntimeError extends Error {
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
    this.name = errorType;
  }
}

export function describeError(thrown: unknown): LambdaError {
  if (thrown instanceof Error || isErrorLike(thrown))
    return {
      errorType: thrown.name || 'Error',
      errorMessage: thrown.message,
      trace: thrown.stack?.split('\n') ?? [],
    };
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** Errors of another realm (a `vm` context) are no instances of this realm's Error. */
function isErrorLike(thrown: unknown): thrown is Error {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'message' in thrown &&
    'stack' in thrown &&
    'name' in thrown
  );
}
