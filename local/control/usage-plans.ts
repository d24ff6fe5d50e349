/**
 * The part of API Gateway's control plane that a running API asks for its own sake: which plans a key is in, and what
 * it has used of them (API reference, "GetUsagePlans" and "GetUsage").
 */
import type { UsageReport } from '../gateway/meter/meter';
import type { UsagePlanModel } from '../template/rest-api-model';

export interface ControlPorts {
  readonly plans: () => readonly UsagePlanModel[];
  readonly usage: (planId: string, keyId: string) => UsageReport | undefined;
}

/** The answer to a GET, or undefined when it asks for something else. */
export function answerControl(target: string, ports: ControlPorts): object | undefined {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const keyId = searchParams.get('keyId');
  if (pathname === '/usageplans') {
    const plans = ports.plans().filter(({ keyIds }) => keyId === null || keyIds.includes(keyId));
    return { item: plans.map(describePlan) };
  }
  const [, planId] = /^\/usageplans\/([^/]+)\/usage$/.exec(pathname) ?? [];
  const plan = ports.plans().find(({ id }) => id === planId);
  if (!plan) return undefined;
  const [startDate, endDate] = [searchParams.get('startDate') ?? '', searchParams.get('endDate') ?? ''];
  const keyIds = keyId === null ? plan.keyIds : [keyId];
  const values = keyIds.flatMap(id => {
    const report = ports.usage(plan.id, id);
    return report ? [[id, daysOf(report, startDate, endDate)]] : [];
  });
  return { usagePlanId: plan.id, startDate, endDate, values: Object.fromEntries(values) };
}

function describePlan({ id, name, throttle, quota, stages }: UsagePlanModel): object {
  return {
    id,
    name,
    throttle: throttle && { rateLimit: throttle.rateLimit, burstLimit: throttle.burstLimit },
    quota,
    apiStages: stages.map(({ apiId, stage }) => ({ apiId, stage })),
  };
}

/** Used and remaining requests, one pair a day from the first to the last. */
function daysOf(
  { days, quota }: UsageReport,
  startDate: string,
  endDate: string,
): [used: number, remaining: number][] {
  const pairs: [number, number][] = [];
  let remaining = quota?.limit ?? 0;
  for (let day = Date.parse(startDate); day <= Date.parse(endDate); day += 86_400_000) {
    const used = days[new Date(day).toISOString().slice(0, 10)] ?? 0;
    if (quota?.period === 'DAY') remaining = quota.limit;
    remaining = Math.max(remaining - used, 0);
    pairs.push([used, remaining]);
  }
  return pairs;
}
