/**
 * Finds the operation of an event by `resource` and method, as the contract's table pairs them: API Gateway has
 * matched the path already, so nothing is matched twice.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Operation as OperationName, routes } from '../../contract/routes';
import { DomainError } from '../core/domain-error';
import { type Log, Unavailable } from '../core/ports';
import { type Cors, corsHeaders } from './cors';
import { type ApiRequest, headerOf, readRequest } from './request';
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
  readonly cors: Cors;
  readonly log: Log;
}

export function createRouter({ operations, tenants, cors, log }: RouterPorts) {
  const table = new Map<string, { readonly operation: Operation; readonly open: boolean }>(
    routes.flatMap(route => {
      if (!(route.operation in operations)) return [];
      const operation = operations[route.operation as Handled];
      return [[`${route.method} ${route.path}`, { operation, open: 'open' in route }]];
    }),
  );

  async function answer(event: APIGatewayProxyEvent): Promise<ApiResponse> {
    const route = table.get(`${event.httpMethod} ${event.resource}`);
    if (!route) throw new DomainError('not_found', `There is no ${event.httpMethod} ${event.path}.`);
    return route.operation(readRequest(event, route.open ? NOBODY : await tenants.ofCaller(event)));
  }

  async function answerOrProblem(event: APIGatewayProxyEvent): Promise<ApiResponse> {
    try {
      return await answer(event);
    } catch (error) {
      const { requestId } = event.requestContext;
      return problemResponse(domainErrorOf(error, log, requestId), requestId, event.httpMethod);
    }
  }

  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const response = await answerOrProblem(event);
    const headers = { ...response.headers, ...corsHeaders(cors, headerOf(event, 'origin')) };
    return toProxyResult({ ...response, headers }, event.requestContext.requestId);
  };
}

/** Open routes are the same for all. */
const NOBODY = '';

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
