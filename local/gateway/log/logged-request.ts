/** A request that was answered, with what its logs tell. */
import type { Admission, ContextVariables, GatewayResponse, Refusal, Route } from '../exchange';

type Pairs = readonly (readonly [name: string, value: string])[];

export interface LoggedRequest {
  /** `$context` as the pipeline knew it at the end. */
  readonly context: ContextVariables;
  readonly httpMethod: string;
  /** Undefined when the request found no method. */
  readonly route?: Route | undefined;
  readonly headers: Pairs;
  readonly query: Pairs;
  readonly body: string;
  /** What the authorizer had to tell. */
  readonly authorizerLines: readonly string[];
  readonly admission?: Admission | undefined;
  readonly refusal?: Refusal | undefined;
  /** The gateway response whose settings made the answer; undefined for API Gateway's own. */
  readonly gatewayResponse?: string | undefined;
  readonly response: GatewayResponse;
  /** Undefined when the request did not come that far. */
  readonly integration?: LoggedIntegration | undefined;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly finishedAt: number;
}

/** What an integration was asked and answered; the texts only where the stage's data trace wants them. */
export interface LoggedIntegration {
  /** Undefined where nothing is called: a MOCK has a status all the same. */
  readonly uri?: string | undefined;
  readonly requestHeaders?: Pairs | undefined;
  readonly requestBody?: string | undefined;
  readonly responseHeaders?: Pairs | undefined;
  readonly responseBody?: string | undefined;
  /** As the integration answered: Lambda's own status of an invocation is 200. */
  readonly status?: number | undefined;
  /** As the function answered. */
  readonly functionStatus?: number | undefined;
  readonly latencyMilliseconds?: number | undefined;
  readonly requestId?: string | undefined;
  readonly error?: string | undefined;
}
