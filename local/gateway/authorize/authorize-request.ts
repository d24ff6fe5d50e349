/** What authorizers know of a request, and what they answer. */
import type { Authorization, ContextVariables, GatewayRequest, Refusal, Route } from '../exchange';
import type { RequestValues } from '../validate/request-values';

export interface AuthorizeRequest {
  readonly request: GatewayRequest;
  readonly values: RequestValues;
  readonly context: ContextVariables;
  /** What a REQUEST authorizer's event shares with the proxy event. */
  readonly event: () => Readonly<Record<string, unknown>>;
  readonly traceHeader?: string;
  /** The stage's execution log shows what authorizers are sent and answer. */
  readonly dataTrace?: boolean;
}

export interface Authorized {
  readonly authorization?: Authorization;
  /** For the execution log. */
  readonly lines: readonly string[];
}

/** A refusal with what the authorizer found: gateway responses may show its context, the log its lines. */
export interface Denied extends Refusal, Partial<Authorized> {}

export type Authorize = (route: Route, request: AuthorizeRequest) => Promise<Authorized | Denied>;
