import {
  APIGatewayClient,
  GetUsageCommand,
  GetUsagePlansCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Usage } from '../../contract/schemas';
import type { Clock } from '../core/ports';
import { periodOf, type UsageReader } from '../core/tenant/usage';
import { patience } from './patience';
import { calling } from './unavailable';

export function apiGatewayClient(): APIGatewayClient {
  return new APIGatewayClient({ requestHandler: patience });
}

/** Reads from API Gateway, which counts requests by key and plan, itself. */
export function apiGatewayUsage(client: APIGatewayClient, clock: Clock): UsageReader {
  return async ({ apiKeyId, apiId, stage }) => {
    const { items = [] } = await calling('Reading usage plans', () =>
      client.send(new GetUsagePlansCommand({ keyId: apiKeyId })),
    );
    const plan = items.find(({ apiStages = [] }) =>
      apiStages.some(at => at.apiId === apiId && at.stage === stage),
    );
    return plan && { plan: presentPlan(plan), ...(await quotaOf(plan, apiKeyId)) };
  };

  async function quotaOf({ id, quota }: UsagePlan, keyId: string): Promise<Pick<Usage, 'quota'>> {
    if (!quota?.limit || !quota.period) return {};
    const { first, last } = periodOf(clock.now(), quota.period);
    const read = new GetUsageCommand({ usagePlanId: id, keyId, startDate: first, endDate: last });
    const { items = {} } = await calling('Reading usage', () => client.send(read));
    const days = items[keyId] ?? [];
    const used = days.reduce((sum, [ofDay = 0]) => sum + ofDay, 0);
    const remaining = days.at(-1)?.[1] ?? quota.limit;
    return { quota: { limit: quota.limit, period: quota.period, used, remaining } };
  }
}

function presentPlan({ name = '', throttle }: UsagePlan): Usage['plan'] {
  return {
    name,
    ...(throttle?.rateLimit !== undefined && { requestsPerSecond: throttle.rateLimit }),
    ...(throttle?.burstLimit !== undefined && { burst: throttle.burstLimit }),
  };
}
