/**
 * One request on its way through the gateway. Each module of the pipeline takes what it needs of these shapes and
 * returns either its finding or a `Refusal`; only the pipeline puts them together, in API Gateway's own order.
 */
import type { MethodModel, RestApiModel, StageModel } from '../template/rest-api-model';

/** What arrived, as it arrived: nothing decoded, nothing merged. */
export interface GatewayRequest {
  readonly method: string;
  /** The path of the request target, percent escapes and all, without the query. */
  readonly path: string;
  /** The query as sent, without its question mark. */
  readonly query: string;
  /** Names and values in the order and case in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The endpoint through which a private API was called. */
  readonly vpcEndpointId?: string;
}

/** A request that found its method. */
export interface Route {
  readonly api: RestApiModel;
  readonly stage: StageModel;
  readonly method: MethodModel;
  /** The request's verb, where the method is for any. */
  readonly httpMethod: string;
  /** Not decoded, as API Gateway passes them on; null when the resource has none. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
  /** The path after the stage or the base path, as method ARNs have it; `event.path` keeps the base path. */
  readonly path: string;
  /** Of a custom domain: the base path in front, `(none)` for the empty one. */
  readonly basePath?: string;
}

/** API Gateway's own answer in place of the method's: a gateway response type with what it says. */
export interface Refusal {
  readonly refusal: string;
  /** `$context.error.message`; null is sent as JSON null. */
  readonly message: string | null;
  /** When the status is not the type's default (an integration failure that answers 500 or 502). */
  readonly status?: number;
  /** Value of x-amzn-errortype. */
  readonly errorType: string;
  /** `$context.error.validationErrorString` */
  readonly validationError?: string;
  /** The body when API Gateway does not use the gateway response's default template, e.g. `{"Message":"…"}`. */
  readonly body?: string;
  /** A line for the execution log that says why. */
  readonly reason: string;
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value;
}

/** What is sent back. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What an authorizer found: becomes `requestContext.authorizer`, `identity`, and the usage key of the request. */
export interface Authorization {
  readonly principalId?: string;
  /** Values as API Gateway passes them to an integration: strings, numbers and booleans. */
  readonly context: Readonly<Record<string, unknown>>;
  /** `usageIdentifierKey` of a Lambda authorizer. */
  readonly usageKey?: string;
  /** Fields of `requestContext.identity` that IAM and Cognito fill. */
  readonly identity: Readonly<Record<string, string | null>>;
  readonly latencyMilliseconds?: number;
  readonly integrationStatus?: number;
  readonly authorizerRequestId?: string;
}

/** The key and plan that a keyed request was counted against. */
export interface Admission {
  readonly apiKeyId: string;
  readonly apiKey: string;
  readonly planId?: string;
}

/**
 * `$context` of access logs, mapping templates and gateway responses: flat, by the name after `$context.`
 * (`identity.sourceIp`, `authorizer.claims.sub`, `error.messageString`).
 */
export type ContextVariables = Readonly<Record<string, unknown>>;

/** Time that tests can pass. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}
