/**
 * Admits keyed requests: the key must be known, enabled and in a usage plan of this stage (else 403 Forbidden), then
 * the throttles (429 Too Many Requests), then the quota (429 Limit Exceeded). A request that passed all three counts,
 * whatever answer it gets later; a refused one does not. A method that asks for no key is throttled by its stage alone.
 * (API Gateway developer guide, "Usage plans and API keys for REST APIs".)
 */
import type { ApiKeyModel, Throttle, UsagePlanModel } from '../../template/rest-api-model';
import type { Admission, Authorization, Clock, Refusal, Route } from '../exchange';
import { forbidden } from '../gateway-response/refusals';
import { maskKey } from '../log/mask';
import type { RequestValues } from '../validate/request-values';
import { KeyRing } from './keys';
import { allowance, periodEnd, type Quota } from './quota';
import { type Holder, type Throttled, Throttles } from './throttles';
import { Usage, type UsageSnapshot, type UsageStore } from './usage';

export interface Meter {
  /** Undefined when the method asks for no key. */
  admit(route: Route, request: MeteredRequest): Admission | Unadmitted | undefined;
  usage(planId: string, keyId: string): UsageReport | undefined;
  snapshot(): UsageSnapshot;
  /** Saves what is not saved yet; at the end of a run. */
  flush(): void;
}

/** A refusal; the key and plan are there when the plan's limits were the reason. */
export interface Unadmitted extends Refusal {
  readonly admission?: Admission;
}

export interface MeteredRequest {
  readonly values: RequestValues;
  readonly authorization?: Authorization;
}

export interface UsageReport {
  readonly planId: string;
  readonly keyId: string;
  readonly quota?: Quota;
  /** Requests of the running period; without a quota, of today. */
  readonly used: number;
  readonly remaining?: number;
  /** Epoch milliseconds at which the running period ends. */
  readonly resetsAt: number;
  /** Requests by date (`2026-11-21`). */
  readonly days: Readonly<Record<string, number>>;
}

export interface MeterOptions {
  readonly plans: readonly UsagePlanModel[];
  readonly keys: readonly ApiKeyModel[];
  readonly clock: Clock;
  readonly store?: UsageStore;
  /** The account's throttle in its region. @default - none: on a laptop there is one caller */
  readonly accountThrottle?: Throttle;
}

export function createMeter({ plans, keys, clock, store, accountThrottle }: MeterOptions): Meter {
  const ring = new KeyRing(keys, plans);
  const throttles = new Throttles(clock, accountThrottle);
  const usage = new Usage(clock, store);

  function holderOf(route: Route, value: string | undefined): (Holder & { key: ApiKeyModel }) | Refusal {
    const key = value ? ring.find(value) : undefined;
    const plan = key?.enabled ? ring.planOf(key, route) : undefined;
    return key && plan ? { plan, key, keyId: key.id } : forbidden(notAuthorized(route, value, key));
  }

  return {
    admit(route, request) {
      if (!route.method.apiKeyRequired) {
        const refused = throttles.admit(route, undefined);
        return refused && throttled(route, undefined, refused);
      }
      const value = keyValue(route, request);
      const holder = holderOf(route, value);
      if ('refusal' in holder) return holder;
      const { plan, key } = holder;
      const admission = { apiKeyId: key.id, apiKey: key.value, planId: plan.id };
      const refused = throttles.admit(route, holder);
      if (refused) return { ...throttled(route, holder, refused), admission };
      if (plan.quota) {
        const { count, first } = usage.used(plan.id, key.id, plan.quota.period);
        if (count >= allowance(plan.quota, first)) {
          return { ...exhausted(route, plan, key, plan.quota), admission };
        }
      }
      usage.count(plan.id, key.id);
      return admission;
    },
    usage(planId, keyId) {
      const plan = plans.find(({ id }) => id === planId);
      if (!plan?.keyIds.includes(keyId)) return undefined;
      const period = plan.quota?.period ?? 'DAY';
      const { count, first } = usage.used(planId, keyId, period);
      return {
        planId,
        keyId,
        used: count,
        resetsAt: periodEnd(period, clock.now()),
        days: usage.days(planId, keyId),
        ...(plan.quota
          ? { quota: plan.quota, remaining: Math.max(0, allowance(plan.quota, first) - count) }
          : {}),
      };
    },
    snapshot: () => usage.snapshot(),
    flush: () => usage.flush(),
  };
}

function keyValue({ api }: Route, { values, authorization }: MeteredRequest): string | undefined {
  return api.apiKeySource === 'AUTHORIZER' ? authorization?.usageKey : values.header('x-api-key');
}

const stageOf = ({ api, stage }: Route) => `${api.id}/${stage.name}`;

function notAuthorized(route: Route, value: string | undefined, key: ApiKeyModel | undefined): string {
  const { httpMethod, path } = route.method;
  const cause = key && !key.enabled ? 'API Key is disabled' : 'No Usage Plan found for key and API Stage';
  return (
    `API Key ${maskKey(value)} not authorized because method '${httpMethod} ${path}' requires API Key and ` +
    `API Key is not associated with a Usage Plan for API Stage ${stageOf(route)}: ${cause}`
  );
}

function throttled(
  route: Route,
  holder: (Holder & { key: ApiKeyModel }) | undefined,
  by: Throttled,
): Refusal {
  const { api, stage, method } = route;
  const limits = `Limit: ${by.rate.toFixed(2)} Burst: ${by.burst}`;
  const place = `RestApi ${api.id}, Stage ${stage.name}, Resource ${method.resourceId}, HttpMethod ${method.httpMethod}`;
  return {
    refusal: 'THROTTLED',
    message: 'Too Many Requests',
    errorType: 'TooManyRequestsException',
    reason:
      holder && by.scope === 'key'
        ? `API Key ${maskKey(holder.key.value)} exceeded throttle limit for API Stage ${stageOf(route)}: ` +
          `Key throttle limit exceeded for Usage Plan ID ${holder.plan.id}, ${place}. ${limits}`
        : `Request exceeded the ${by.scope} throttle limit for ${place}. ${limits}`,
  };
}

function exhausted(route: Route, plan: UsagePlanModel, key: ApiKeyModel, quota: Quota): Refusal {
  return {
    refusal: 'QUOTA_EXCEEDED',
    message: 'Limit Exceeded',
    errorType: 'LimitExceededException',
    reason:
      `API Key ${maskKey(key.value)} exceeded quota limit for API Stage ${stageOf(route)}: ` +
      `Key quota exhausted for Usage Plan ID ${plan.id}. Quota Limit: ${quota.limit} Period: ${quota.period}`,
  };
}
