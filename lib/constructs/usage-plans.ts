import {
  type CfnUsagePlan,
  CfnUsagePlanKey,
  type Method,
  Period,
  type RestApi,
  type ThrottlingPerMethod,
  UsagePlan,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { PlanConfig } from '../config/plans';
import type { RouteName } from '../config/routes';
import type { ThrottleConfig } from '../config/throttle';
import { type ApiKeys, descriptionOf } from './api-keys';

export interface UsagePlansProps {
  readonly stage: Pick<Stage, 'name' | 'plans'>;
  readonly restApi: RestApi;
  /**
   * Methods by route, for plans that throttle single routes.
   * @default - none
   */
  readonly methods?: ReadonlyMap<RouteName, Method>;
  readonly keys: ApiKeys;
}

/** Who may call how much: each plan opens the API's stage to its keys. */
export class UsagePlans extends Construct {
  /** Ids of the plans. */
  readonly plans: readonly string[];
  /** Every key that a plan holds. */
  readonly members: readonly CfnUsagePlanKey[];

  constructor(scope: Construct, id: string, { stage, restApi, methods, keys }: UsagePlansProps) {
    super(scope, id);
    this.plans = stage.plans.map(config => {
      const plan = new UsagePlan(this, config.name, {
        name: config.name,
        description: descriptionOf(stage, config.description),
        throttle: config.throttle && limits(config.throttle),
        quota: config.quota && { ...config.quota, period: Period[config.quota.period] },
        apiStages: [
          { api: restApi, stage: restApi.deploymentStage, throttle: routeThrottles(config, methods) },
        ],
      });
      openOtherStages(plan, config);
      for (const key of config.keys ?? []) plan.addApiKey(keys.get(key));
      return plan.usagePlanId;
    });
    this.members = this.node.findAll().filter(child => child instanceof CfnUsagePlanKey);
  }
}

/** UsagePlan takes stages of this app alone; the others are known by their ids. */
function openOtherStages(plan: UsagePlan, { otherStages = [] }: PlanConfig): void {
  const resource = plan.node.defaultChild as CfnUsagePlan;
  otherStages.forEach(({ apiId, stage }, index) => {
    // After this app's own stage.
    resource.addPropertyOverride(`ApiStages.${index + 1}`, { ApiId: apiId, Stage: stage });
  });
}

function routeThrottles(
  { routes = {} }: PlanConfig,
  methods?: UsagePlansProps['methods'],
): ThrottlingPerMethod[] {
  return Object.entries(routes).map(([route, throttle]) => {
    const method = methods?.get(route as RouteName);
    if (!method) throw new Error(`No route is called ${route}.`);
    return { method, throttle: limits(throttle) };
  });
}

function limits({ rate, burst }: ThrottleConfig) {
  return { rateLimit: rate, burstLimit: burst };
}
