/** What every kind of integration is: compiled once for a method of a stage, then called for each request. */
import type { LambdaInvoker } from '../../runtime/invocation';
import type { FunctionModel } from '../../template/model';
import type { MethodModel, RestApiModel, StageModel } from '../../template/rest-api-model';
import type { Call, IntegrationAnswer } from '../call';
import type { Clock, Refusal } from '../exchange';
import type { LoggedIntegration } from '../log/logged-request';

/** A failed integration. `traced`: it was really called, so that X-Amzn-Trace-Id goes with the answer. */
export interface IntegrationRefusal extends Refusal {
  readonly traced?: boolean;
  readonly logged?: LoggedIntegration;
}

export type Integration = (call: Call) => Promise<IntegrationAnswer | IntegrationRefusal>;

export interface IntegrationPorts {
  readonly invoker: LambdaInvoker;
  readonly functions: readonly FunctionModel[];
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** With which the embedded services are called. */
  readonly accessKeyId: string;
  /** Base URLs of the embedded services, by the service's name in an integration URI. */
  readonly serviceEndpoints: Readonly<Record<string, string>>;
  /** Base URLs of what stands for a VPC link or a private host. */
  readonly upstreams: Readonly<Record<string, string>>;
}

export interface IntegrationPlace {
  readonly api: RestApiModel;
  readonly stage: StageModel;
  readonly method: MethodModel;
}

/** Why a method cannot be served locally; it answers 501. */
export interface Unservable {
  readonly unservable: string;
}

export function isUnservable(value: object): value is Unservable {
  return 'unservable' in value;
}
