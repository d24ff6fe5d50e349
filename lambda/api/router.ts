/**
 * Finds the operation of an event by `resource` and method, as the contract's table pairs them: API Gateway has
 * matched the path already, so nothing is matched twice.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Operation as OperationName, routes } from '../../contract/routes';
import { DomainError } from '../core/domain-error';
import { type Log, Unavailable } from '../core/ports';
import { type ApiRequest, readRequest } from './request';
import { type ApiResponse, problemResponse, toProxyResult } from './response';
import type { TenantDirectory } from './tenant';

export type Operation = (request: ApiRequest) => Promise<ApiResponse>;

type Handled =
  Extract<(typeof routes)[number], { readonly fixed: object }> extends { readonly operation: infer Fixed }
    ? Exclude<OperationName, Fixed>
    : OperationName;

export interface RouterPorts {
  readonly operations: Readonly<Record<Handled, Operation>>;
  readonly tenants: TenantDirectory;
  readonly log: Log;
}

export function createRouter({ operations, tenants, log }: RouterPorts) {
  const table = new Map<string, Operation>(
    routes.flatMap(({ method, path, operation }) =>
      operation in operations ? [[`${method} ${path}`, operations[operation as Handled]]] : [],
    ),
  );

  async function answer(event: APIGatewayProxyEvent): Promise<ApiResponse> {
    const operation = table.get(`${event.httpMethod} ${event.resource}`);
    if (!operation) throw new DomainError('not_found', `There is no ${event.httpMethod} ${event.path}.`);
    return operation(readRequest(event, await tenants.ofCaller(event)));
  }

  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { requestId } = event.requestContext;
    try {
      return toProxyResult(await answer(event), requestId);
    } catch (error) {
      return toProxyResult(
        problemResponse(domainErrorOf(error, log, requestId), requestId, event.httpMethod),
        requestId,
      );
    }
  };
}

/** What a caller may know of an error; the rest goes to the log, under the same request id. */
function domainErrorOf(error: unknown, log: Log, requestId: string): DomainError {
  if (error instanceof DomainError) return error;
  log.error('A request could not be answered.', { requestId, error });
  return error instanceof Unavailable
    ? new DomainError('unavailable', 'A service this needs does not answer; try again soon.', {
        retryAfterSeconds: 2,
      })
    : new DomainError(
        'internal_error',
        'Something went wrong here; say the requestId when you ask about it.',
      );
}
