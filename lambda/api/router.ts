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
  /** What the routes do, with the log of one request. */
  readonly operations: (log: Log) => Readonly<Record<Handled, Operation>>;
  readonly tenants: TenantDirectory;
  readonly cors: Cors;
  /** What a Lambda authorizer reads of the query. @default - nothing */
  readonly identityParameters?: readonly string[];
}

const table = new Map<string, (typeof routes)[number]>(
  routes.map(route => [`${route.method} ${route.path}`, route]),
);

export function createRouter({ operations, tenants, cors, identityParameters }: RouterPorts) {
  async function answer(event: APIGatewayProxyEvent, log: Log): Promise<ApiResponse> {
    const route = table.get(`${event.httpMethod} ${event.resource}`);
    if (!route || 'fixed' in route) {
      throw new DomainError('not_found', `There is no ${event.httpMethod} ${event.path}.`);
    }
    const tenant = 'open' in route ? NOBODY : await tenants.ofCaller(event);
    return operations(log)[route.operation](readRequest(event, tenant, identityParameters));
  }

  async function answerOrProblem(event: APIGatewayProxyEvent, log: Log): Promise<ApiResponse> {
    try {
      return await answer(event, log);
    } catch (error) {
      return problemResponse(domainErrorOf(error, log), event.requestContext.requestId, event.httpMethod);
    }
  }

  return async (event: APIGatewayProxyEvent, log: Log): Promise<APIGatewayProxyResult> => {
    const response = await answerOrProblem(event, log);
    const headers = { ...response.headers, ...corsHeaders(cors, headerOf(event, 'origin')) };
    return toProxyResult({ ...response, headers }, event.requestContext.requestId);
  };
}

/** Open routes are the same for all. */
const NOBODY = '';

/** What a caller may know of an error; the rest goes to the log. */
function domainErrorOf(error: unknown, log: Log): DomainError {
  if (error instanceof DomainError) return error;
  log.error('A request could not be answered.', { error });
  return error instanceof Unavailable
    ? new DomainError('unavailable', 'A service this needs does not answer; try again soon.', {
        retryAfterSeconds: 2,
      })
    : new DomainError(
        'internal_error',
        'Something went wrong here; say the requestId when you ask about it.',
      );
}
