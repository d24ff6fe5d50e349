/** A template could not be evaluated; API Gateway answers 500, or 400 where the request's body is at fault. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly badRequest: boolean;

  constructor(message: string, options: { readonly badRequest?: boolean } = {}) {
    super(message);
    this.badRequest = options.badRequest ?? false;
  }
}
