/** One call of a method that a function serves. */
import type { Invocation, LambdaInvoker } from '../../../../local/runtime/invocation';
import type { FunctionModel } from '../../../../local/template/model';
import type { IntegrationModel } from '../../../../local/template/rest-api-model';
import { appModel, echoFunction, method, restApi, serve } from '../served';

export async function call(
  integration: IntegrationModel,
  invoker: LambdaInvoker,
  request: RequestInit & { path?: string } = {},
  options: {
    function?: Partial<FunctionModel>;
    binaryMediaTypes?: readonly string[];
    minimumCompressionSize?: number;
  } = {},
) {
  const { function: changes, ...api } = options;
  const model = appModel([restApi([method('ANY', '/jobs/{id}', { integration })], api)], {
    functions: [{ ...echoFunction, ...changes }],
  });
  const gateway = await serve(model, { invoker });
  try {
    const answer = await fetch(`${gateway.apis[0]!.url}/jobs/7`, request);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
      unsupported: gateway.unsupported,
    };
  } finally {
    await gateway.close();
  }
}

export const ending = (invocation: Invocation): LambdaInvoker => ({ invoke: async () => invocation });
export const failed = (errorMessage: string): LambdaInvoker =>
  ending({
    kind: 'failed',
    requestId: 'r',
    reason: 'thrown',
    payload: JSON.stringify({ errorMessage, errorType: 'Error' }),
  });
export const internal = '{"message": "Internal server error"}';
