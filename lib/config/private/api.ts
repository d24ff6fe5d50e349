import { fields, flag, type Rule, refuse, required } from '../check';
import { type CorsConfig, corsCheck } from '../cors';
import { items, notEmpty, unique } from '../lists';
import { accountCheck, hostCheck } from '../names';
import { type PlanConfig, plansCheck } from '../plans';
import { type BackendConfig, backendCheck, disjointPrefixes } from './backend';
import { certificateArnCheck, endpointIdCheck, securityGroupCheck } from './names';
import { type VpcConfig, vpcCheck } from './vpc';

/** The API side, in the account and region of the stage: the private REST API and its ways to every back end. */
export interface PrivateApiConfig {
  /** VPC of the interface endpoints and load balancers. */
  readonly vpc: VpcConfig;
  /** Back ends under path prefixes of one API. */
  readonly backends: readonly BackendConfig[];
  /**
   * Ids of further execute-api endpoints that may call the API: those of consumers.
   * @default - the API's own endpoint alone
   */
  readonly callers?: readonly string[];
  /**
   * Security groups that may connect to the API's own endpoint, besides the one that is made for clients.
   * @default - none
   */
  readonly clients?: readonly string[];
  /**
   * Whether `*.execute-api` resolves to the endpoint in the whole VPC. Public APIs then answer 403 from there.
   * @default false
   */
  readonly privateDns?: boolean;
  /**
   * Pages of which origins may call the API.
   * @default - no CORS
   */
  readonly cors?: CorsConfig;
  /**
   * Usage plans with keys; with them every call needs a key.
   * @default - no keys
   */
  readonly plans?: readonly PlanConfig[];
  /**
   * Private custom domain of the API.
   * @default - none
   */
  readonly domain?: PrivateDomainConfig;
  /**
   * Whether the worker of the job API runs in this VPC, so that jobs reach the back ends (job type `http`).
   * @default false
   */
  readonly jobs?: boolean;
}

export interface PrivateDomainConfig {
  /** Name of the domain. */
  readonly name: string;
  /** Certificate of the name, in the region and account of the API. */
  readonly certificateArn: string;
  /**
   * Accounts of consumers that may associate an endpoint of theirs with the domain.
   * @default - the API's account alone
   */
  readonly shareWith?: readonly string[];
}

const tooManyCallers: Rule<PrivateApiConfig> = (api, path, report) => {
  // A resource policy ends at 8,192 characters; each id stands in it twice.
  if ((api.callers ?? []).length <= 100) return;
  const remedy = 'let callers share an endpoint, or share the domain';
  refuse(
    report,
    `${path}.callers`,
    'does not fit a resource policy',
    api.callers?.length,
    'at most 100 endpoints',
    remedy,
  );
};

const plansOfTheWholeApi: Rule<PrivateApiConfig> = ({ plans = [] }, path, report) => {
  plans.forEach((plan, index) => {
    if (plan.routes === undefined) return;
    const remedy = 'throttle the whole plan, or give the back end an API of its own';
    refuse(
      report,
      `${path}.plans[${index}].routes`,
      'names routes of the job API',
      plan.routes,
      'nothing here',
      remedy,
    );
  });
};

export const apiCheck = fields<PrivateApiConfig>(
  {
    vpc: required(vpcCheck),
    backends: required(
      items<BackendConfig>(
        backendCheck,
        notEmpty('a back end'),
        // Names of outputs have no hyphens.
        unique(({ name }: BackendConfig) => name.replaceAll('-', ''), 'name'),
        disjointPrefixes,
      ),
    ),
    callers: items<string>(endpointIdCheck),
    clients: items<string>(securityGroupCheck),
    privateDns: flag,
    cors: corsCheck,
    plans: plansCheck,
    domain: fields<PrivateDomainConfig>({
      name: required(hostCheck),
      certificateArn: required(certificateArnCheck),
      shareWith: items<string>(accountCheck),
    }),
    jobs: flag,
  },
  tooManyCallers,
  plansOfTheWholeApi,
);
