import { Period, type ThrottlingPerMethod, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { PlanConfig } from '../config/plans';
import type { RouteName } from '../config/routes';
import type { ThrottleConfig } from '../config/throttle';
import type { ApiKeys } from './api-keys';
import type { JobApi } from './job-api';

export interface UsagePlansProps {
  readonly stage: Pick<Stage, 'name' | 'plans'>;
  readonly api: JobApi;
  readonly keys: ApiKeys;
}

/** Who may call how much: each plan opens the API's stage to its keys. */
export class UsagePlans extends Construct {
  constructor(scope: Construct, id: string, { stage, api, keys }: UsagePlansProps) {
    super(scope, id);
    for (const config of stage.plans) {
      const plan = new UsagePlan(this, config.name, {
        name: `${stage.name}-${config.name}`,
        description: config.description,
        throttle: config.throttle && limits(config.throttle),
        quota: config.quota && { ...config.quota, period: Period[config.quota.period] },
        apiStages: [
          { api: api.restApi, stage: api.restApi.deploymentStage, throttle: routeThrottles(config, api) },
        ],
      });
      for (const key of config.keys ?? []) plan.addApiKey(keys.get(key));
    }
  }
}

function routeThrottles({ routes = {} }: PlanConfig, api: JobApi): ThrottlingPerMethod[] {
  return Object.entries(routes).map(([route, throttle]) => {
    const method = api.methods.get(route as RouteName);
    if (!method) throw new Error(`No route is called ${route}.`);
    return { method, throttle: limits(throttle) };
  });
}

function limits({ rate, burst }: ThrottleConfig) {
  return { rateLimit: rate, burstLimit: burst };
}
