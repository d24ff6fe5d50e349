/** Rules over the whole private part and the account and region of its stage, where the API stands. */
import { type Rule, refuse } from '../check';
import type { PrivateConfig } from '../private';
import { samePlace } from './names';
import { zonesInRegion } from './vpc';

export interface StageWithPrivate {
  readonly account?: string;
  readonly region?: string;
  readonly private?: PrivateConfig;
}

/** What one rule looks at. A section without account or region stands in those of the stage. */
interface Places extends PrivateConfig {
  readonly here: Place;
}
interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** Whether a section stands where the stage does: there, too, where it names no place. */
const isHere = ({ account, region }: Place, here: Place) =>
  (account ?? here.account) === here.account && (region ?? here.region) === here.region;

const backendsHaveProviders: Rule<Places> = ({ providers = [], api, here }, path, report) => {
  api?.backends.forEach(({ at: { provider: name } }, index) => {
    if (name === undefined) return;
    const at = `${path}.api.backends[${index}].at.provider`;
    const provider = providers.find(candidate => candidate.name === name);
    const known = providers.map(candidate => candidate.name).join(', ') || 'no provider is in this config';
    if (provider === undefined)
      refuse(report, at, 'is unknown', name, known, 'add the provider or correct the name');
    else if (!isHere(provider, here)) {
      const allowed = 'a provider in the account and region of the stage';
      const remedy = "deploy the provider, then write at: { service: '<its ServiceName output>' }";
      refuse(report, at, 'stands in another account or region', name, allowed, remedy);
    }
  });
};

const apiIsPrincipal: Rule<Places> = ({ providers = [], api, here }, path, report) => {
  if (api === undefined || here.account === undefined) return;
  providers.forEach((provider, index) => {
    if ((provider.account ?? here.account) === here.account) return;
    if (provider.principals.some(arn => arn.split(':')[4] === here.account)) return;
    const at = `${path}.providers[${index}].principals`;
    const allowed = `a principal of account ${here.account}`;
    const remedy = `add 'arn:aws:iam::${here.account}:root'`;
    refuse(report, at, "leave out the API's account", provider.principals, allowed, remedy);
  });
};

const oneRegion: Rule<Places> = ({ providers = [], consumers = [], api, here }, path, report) => {
  if (api === undefined) return;
  const check = (list: string, regions: readonly (string | undefined)[]) =>
    regions.forEach((region, index) => {
      if (region === undefined || region === here.region) return;
      const remedy =
        'endpoints reach services of their own region only; correct it, or use a stage of its own';
      const allowed = here.region ?? 'none, as the stage names none';
      refuse(
        report,
        `${path}.${list}[${index}].region`,
        'is not the region of the stage',
        region,
        allowed,
        remedy,
      );
    });
  check(
    'providers',
    providers.map(({ region }) => region),
  );
  check(
    'consumers',
    consumers.map(({ region }) => region),
  );
};

const consumersHaveAnApi: Rule<Places> = ({ api, consumers = [], here }, path, report) => {
  consumers.forEach((consumer, index) => {
    if (consumer.api !== undefined || (api !== undefined && isHere(consumer, here))) return;
    const remedy = 'deploy the API, then copy its ApiId output: api: { id, account, stage }';
    const allowed = 'the API to call, as it is in another account';
    refuse(report, `${path}.consumers[${index}].api`, 'is missing', undefined, allowed, remedy);
  });
};

const namedThingsAreHere: Rule<Places> = ({ api, here }, path, report) => {
  if (api === undefined) return;
  const at = `${path}.api`;
  const { account: _, ...region } = here;
  samePlace<Place>('certificateArn', () => api.domain?.certificateArn)(here, `${at}.domain`, report);
  zonesInRegion({ ...region, vpc: api.vpc }, at, report);
  api.backends.forEach(({ at: { service, loadBalancer } }, index) => {
    samePlace<Place>('service', () => service)(region, `${at}.backends[${index}].at`, report);
    samePlace<Place>('loadBalancer', () => loadBalancer)(here, `${at}.backends[${index}].at`, report);
  });
};

/** Everything stands where it can be reached from. */
export const privateRules: readonly Rule<StageWithPrivate>[] = [
  backendsHaveProviders,
  apiIsPrincipal,
  oneRegion,
  consumersHaveAnApi,
  namedThingsAreHere,
].map(rule => ({ account, region, private: config }, path, report) => {
  if (config === undefined) return;
  rule({ ...config, here: { account, region } }, path === '' ? 'private' : `${path}.private`, report);
});
