/**
 * The `private` part of a stage config: back ends in other accounts and networks behind a private REST API. Everything
 * that only exists after another account's deploy is a line here, to be copied from that deploy's outputs.
 */
import { type Check, fields, items, type Rule, refuse, unique } from './check';
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

const samePlace = (one: Place, other: Place) => one.account === other.account && one.region === other.region;
interface Place {
  readonly account?: string;
  readonly region?: string;
}

const backendsHaveProviders: Rule<PrivateConfig> = ({ providers = [], api }, path, report) => {
  api?.backends.forEach(({ at: { provider: name } }, index) => {
    if (name === undefined) return;
    const at = `${path}.api.backends[${index}].at.provider`;
    const provider = providers.find(candidate => candidate.name === name);
    const known = providers.map(candidate => candidate.name).join(', ') || 'no provider is in this config';
    if (provider === undefined)
      refuse(report, at, 'is unknown', name, known, 'add the provider or correct the name');
    else if (!samePlace(provider, api)) {
      const allowed = 'a provider in the account and region of the API';
      const remedy = "deploy the provider, then write at: { service: '<its ServiceName output>' }";
      refuse(report, at, 'stands in another account or region', name, allowed, remedy);
    }
  });
};

const apiIsPrincipal: Rule<PrivateConfig> = ({ providers = [], api }, path, report) => {
  if (api?.account === undefined) return;
  providers.forEach((provider, index) => {
    if (provider.account === undefined || provider.account === api.account) return;
    if (provider.principals.some(arn => arn.split(':')[4] === api.account)) return;
    const at = `${path}.providers[${index}].principals`;
    const remedy = `add 'arn:aws:iam::${api.account}:root'`;
    refuse(
      report,
      at,
      "leave out the API's account",
      provider.principals,
      `a principal of account ${api.account}`,
      remedy,
    );
  });
};

const regionsMatch: Rule<PrivateConfig> = ({ providers = [], api, consumers = [] }, path, report) => {
  if (api === undefined) return;
  const sections = [...providers.entries()].map(([index, { region }]) => ({
    at: `providers[${index}]`,
    region,
  }));
  sections.push(
    ...[...consumers.entries()].map(([index, { region }]) => ({ at: `consumers[${index}]`, region })),
  );
  for (const { at, region } of sections) {
    if (region === api.region) continue;
    const remedy =
      'endpoints reach services of their own region only; correct the region or use a config of its own';
    refuse(
      report,
      `${path}.${at}.region`,
      'is not the region of the API',
      region,
      String(api.region ?? 'none'),
      remedy,
    );
  }
};

const consumersHaveAnApi: Rule<PrivateConfig> = ({ api, consumers = [] }, path, report) => {
  consumers.forEach((consumer, index) => {
    if (consumer.api !== undefined || (api !== undefined && samePlace(consumer, api))) return;
    const at = `${path}.consumers[${index}].api`;
    const remedy = 'deploy the API, then copy its ApiId output: api: { id, account, stage }';
    refuse(report, at, 'is missing', undefined, 'the API to call, as it is in another account', remedy);
  });
};

/** Checks the whole part; every mistake of it is reported. */
export const checkPrivate: Check = fields<PrivateConfig>(
  {
    providers: items<ProviderConfig>(
      providerCheck,
      unique(({ name }: ProviderConfig) => name, 'name'),
    ),
    api: apiCheck,
    consumers: items<ConsumerConfig>(
      consumerCheck,
      unique(({ name }: ConsumerConfig) => name, 'name'),
    ),
  },
  backendsHaveProviders,
  apiIsPrincipal,
  regionsMatch,
  consumersHaveAnApi,
);
