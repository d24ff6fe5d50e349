/** Rules over several parts of a stage config. Each runs on a config whose fields are right by themselves. */
import { type Rule, refuse } from './check';
import { sizeRules } from './size-rules';
import type { StageConfig } from './stage-config';
import { limitsAreOfSomebody } from './tenant-rules';

const authorizerGivesKey: Rule<StageConfig> = ({ keySource, authorization }, _path, report) => {
  if (keySource !== 'authorizer') return;
  const mode = authorization?.mode ?? 'none';
  if (mode === 'lambda' && authorization?.keyRequired !== false) {
    const { routes = {} } = authorization ?? {};
    if (Object.keys(routes).length === 0) return;
    const remedy = "remove them or choose keySource 'header'";
    refuse(report, 'authorization.routes', 'get no key', routes, "none with keySource 'authorizer'", remedy);
    return;
  }
  const allowed = "'authorizer' with authorization mode lambda and required keys";
  refuse(
    report,
    'keySource',
    'has nothing to come from',
    keySource,
    allowed,
    "choose 'header' or mode lambda",
  );
};

/** The tenant comes from the key or from who the caller proves to be. */
const someoneToTell: Rule<StageConfig> = ({ authorization }, _path, report) => {
  if (authorization?.keyRequired !== false) return;
  const nobody = Object.entries(authorization.routes ?? {}).filter(([, mode]) => mode === 'none');
  const received =
    authorization.mode === 'none'
      ? { mode: 'none', keyRequired: false }
      : { keyRequired: false, routes: Object.fromEntries(nobody) };
  if (authorization.mode !== 'none' && nobody.length === 0) return;
  const allowed = "required keys, or mode 'iam', 'lambda' or 'cognito' on every route";
  refuse(
    report,
    'authorization',
    'tells no caller from another',
    received,
    allowed,
    'require keys or choose a mode',
  );
};

const usageKeyHasUse: Rule<StageConfig> = ({ keySource = 'header', authorization }, _path, report) => {
  if (authorization?.mode !== 'lambda' || !authorization.jwt) return;
  const { usageKeyClaim } = authorization.jwt;
  if ((usageKeyClaim !== undefined) === (keySource === 'authorizer')) return;
  const path = 'authorization.jwt.usageKeyClaim';
  const allowed = "a claim with keySource 'authorizer', none with 'header'";
  refuse(report, path, 'does not fit keySource', usageKeyClaim, allowed, 'change one of the two');
};

/** API Gateway refuses a request that lacks one of the sources, and nobody can send a stage variable. */
const sourcesExist: Rule<StageConfig> = ({ authorization, variables = {} }, _path, report) => {
  if (authorization?.mode !== 'lambda') return;
  authorization.identitySources?.forEach((source, index) => {
    const [place, name = ''] = source.split('.', 2);
    if (place !== 'stageVariables' || Object.hasOwn(variables, name)) return;
    const path = `authorization.identitySources[${index}]`;
    const allowed = `one of variables: ${Object.keys(variables).join(', ') || 'there are none'}`;
    refuse(report, path, 'is no variable of the stage', source, allowed, `add ${name} to variables`);
  });
};

/** API Gateway takes certificates for edge domains from us-east-1, for regional ones from the API's region. */
const certificateInRegion: Rule<StageConfig> = ({ domain, endpoint, region }, _path, report) => {
  const [, , , received] = domain?.certificate?.split(':') ?? [];
  const allowed = endpoint === 'edge' ? 'us-east-1' : region;
  if (received === undefined || allowed === undefined || received === allowed) return;
  const remedy = 'name a certificate of that region';
  refuse(report, 'domain.certificate', 'is in the wrong region', received, allowed, remedy);
};

/** ACM lends no certificate to another account. */
const certificateInAccount: Rule<StageConfig> = ({ domain, account }, _path, report) => {
  const received = domain?.certificate?.split(':')[4];
  if (received === undefined || account === undefined || received === account) return;
  const remedy = 'name a certificate of that account';
  refuse(report, 'domain.certificate', 'is in another account', received, account, remedy);
};

const certificateHasRegion: Rule<StageConfig> = ({ domain, endpoint, region }, _path, report) => {
  const made = domain && !domain.shared && !domain.certificate?.startsWith('arn:');
  if (endpoint !== 'edge' || !made || region !== undefined) return;
  const allowed = "the stage's region, to make the certificate in us-east-1 beside it";
  refuse(report, 'region', 'is missing', region, allowed, 'add region, or name a certificate by its ARN');
};

const basePathFitsEndpoint: Rule<StageConfig> = ({ domain, endpoint }, _path, report) => {
  if (endpoint !== 'edge' || !domain?.basePath?.includes('/')) return;
  const remedy = "shorten it or choose endpoint 'regional'";
  refuse(
    report,
    'domain.basePath',
    'has several levels',
    domain.basePath,
    'one level on an edge domain',
    remedy,
  );
};

const lookupHasPlace: Rule<StageConfig> = ({ domain, account, region }, _path, report) => {
  if (domain?.zone.from !== 'lookup' || (account !== undefined && region !== undefined)) return;
  const remedy = "add account and region, or choose zone from 'id'";
  refuse(
    report,
    'domain.zone',
    'cannot be looked up',
    { account, region },
    'a stage with account and region',
    remedy,
  );
};

const addressStays: Rule<StageConfig> = ({ domain, endpoint }, _path, report) => {
  if (endpoint !== 'private' || domain === undefined) return;
  const allowed = 'none with a private endpoint';
  refuse(report, 'domain', 'is public', domain.name, allowed, 'name the domain in private.api.domain');
};

const privateHasNetwork: Rule<StageConfig> = ({ endpoint, private: config }, _path, report) => {
  if (endpoint !== 'private' || config?.api !== undefined) return;
  const remedy = 'add private.api with its vpc';
  refuse(report, 'endpoint', 'has no network to stand in', endpoint, "'private' with private.api", remedy);
};

const publicIpsOnly: Rule<StageConfig> = ({ endpoint, allowedIps, waf }, _path, report) => {
  if (endpoint !== 'private') return;
  if (allowedIps !== undefined) {
    const remedy = 'list the endpoints that may call in private.api.callers';
    refuse(report, 'allowedIps', 'never match', allowedIps, 'none with a private endpoint', remedy);
  }
  if (waf !== undefined) {
    // AWS WAF developer guide, "Resources that you can protect": regional REST APIs, private ones included, but its
    // rules by address see the endpoint's address alone.
    refuse(
      report,
      'waf',
      'sees no addresses of callers',
      'waf',
      'none with a private endpoint',
      'remove waf',
    );
  }
};

export const stageRules: readonly Rule<StageConfig>[] = [
  authorizerGivesKey,
  someoneToTell,
  usageKeyHasUse,
  sourcesExist,
  certificateInRegion,
  certificateInAccount,
  certificateHasRegion,
  basePathFitsEndpoint,
  lookupHasPlace,
  addressStays,
  privateHasNetwork,
  publicIpsOnly,
  limitsAreOfSomebody,
  ...sizeRules,
];
