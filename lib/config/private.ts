/**
 * The `private` part of a stage config: back ends in other accounts and networks behind a private REST API. Everything
 * that only exists after another account's deploy is a line here, to be copied from that deploy's outputs.
 */
import { type Check, fields } from './check';
import { items, unique } from './lists';
import { apiCheck, type PrivateApiConfig } from './private/api';
import { type ConsumerConfig, consumerCheck } from './private/consumer';
import { type ProviderConfig, providerCheck } from './private/provider';

export interface PrivateConfig {
  /**
   * Application accounts that offer a back end as an endpoint service.
   * @default - none; back ends are reached in other ways
   */
  readonly providers?: readonly ProviderConfig[];
  /**
   * The private REST API and its back ends.
   * @default - none; this config deploys providers or consumers of an API elsewhere
   */
  readonly api?: PrivateApiConfig;
  /**
   * Accounts that call the API from their own VPCs.
   * @default - none
   */
  readonly consumers?: readonly ConsumerConfig[];
}

/** Checks the fields of the part; `privateRules` check it against its stage. */
export const checkPrivate: Check = fields<PrivateConfig>({
  providers: items<ProviderConfig>(
    providerCheck,
    unique(({ name }: ProviderConfig) => name, 'name'),
  ),
  api: apiCheck,
  consumers: items<ConsumerConfig>(
    consumerCheck,
    unique(({ name }: ConsumerConfig) => name, 'name'),
  ),
});
