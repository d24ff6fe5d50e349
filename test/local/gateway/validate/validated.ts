/** A validator of a few models, and what it says of a body. */
import { compileValidator } from '../../../../local/gateway/validate/validator';
import type { MethodModel } from '../../../../local/template/rest-api-model';
import { apiModel, methodModel, requestValues } from '../fixtures';

export const modelUrl = (name: string, id = 'api1234567') =>
  `https://apigateway.amazonaws.com/restapis/${id}/models/${name}`;
export const testSchema = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'number' } },
  required: ['a', 'b'],
};

export function validator(models: Record<string, unknown>, method: Partial<MethodModel> = {}) {
  return compileValidator(
    apiModel({ models: { Empty: {}, ...models } }),
    methodModel({
      validator: { body: true, parameters: true },
      requestModels: { 'application/json': Object.keys(models)[0] ?? 'Empty' },
      ...method,
    }),
  );
}
export const send = (body: string, contentType: string | undefined = 'application/json') => ({
  values: requestValues(),
  contentType,
  body,
});
/** The detailed message for a body, without its brackets. */
export const complaint = (schema: unknown, body: unknown, more: Record<string, unknown> = {}) =>
  validator({ Model: schema, ...more })(send(JSON.stringify(body)))?.validationError?.slice(1, -1);
