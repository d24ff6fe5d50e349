/** A request that found its method, with everything that is decoded of it once and used by several steps. */
import type { RequestBody } from './event/body';
import type { QueryPairs } from './event/query';
import type { RequestContext, RequestIds } from './event/request-context';
import type { GatewayRequest, Route } from './exchange';
import type { RawHeaders } from './listen/raw-headers';
import type { LoggedIntegration } from './log/logged-request';
import type { Address } from './match/address';
import type { RequestValues } from './validate/request-values';

export interface Received {
  readonly request: GatewayRequest;
  readonly address: Address;
  readonly route: Route;
  readonly ids: RequestIds;
  /** As integrations see them: some dropped, API Gateway's own added. */
  readonly headers: RawHeaders;
  readonly query: QueryPairs;
  readonly values: RequestValues;
  readonly body: RequestBody;
  /** X-Amzn-Trace-Id for what is called next. */
  readonly traceHeader: string;
  /** The stage's execution log shows what integrations are sent and answer. */
  readonly dataTrace: boolean;
}

/** One that was let in: its context is complete. */
export interface Call extends Received {
  readonly requestContext: RequestContext;
}

/** What an integration came to, before it is dressed for the client. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  /** API Gateway sends X-Amzn-Trace-Id with the answers of Lambda, AWS services and HTTP, not with those of MOCK. */
  readonly traced: boolean;
  readonly logged?: LoggedIntegration;
}
