import { fields, flag } from './check';

export interface TracingConfig {
  /**
   * Whether API Gateway and the functions sample requests for X-Ray. Otherwise they only follow the decision that a
   * caller's trace header carries.
   * @default true
   */
  readonly active?: boolean;
}

export const tracingDefaults = { active: true } as const satisfies TracingConfig;

export const tracingCheck = fields<TracingConfig>({ active: flag });
