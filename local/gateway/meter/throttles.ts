/**
 * The buckets that a request must pass, in API Gateway's order: the usage plan's throttle for the method, the plan's
 * own, the stage's for the method, the account's. Plan buckets belong to a key and span the plan's stages; stage
 * buckets are the method's, whoever calls. Each verb of an ANY method has buckets of its own, as it has settings of its
 * own. A request that one bucket refuses takes from none.
 * (API Gateway developer guide, "How throttling limit settings are applied in API Gateway".)
 */
import type { Throttle, UsagePlanModel } from '../../template/rest-api-model';
import type { Clock, Route } from '../exchange';
import { methodSettings } from './method-settings';
import { TokenBucket } from './token-bucket';

export interface Holder {
  readonly plan: UsagePlanModel;
  readonly keyId: string;
}

/** The bucket that refused: `key` when it is one of the usage plan's. */
export interface Throttled {
  readonly scope: 'key' | 'method' | 'account';
  readonly rate: number;
  readonly burst: number;
}

interface Scoped {
  readonly scope: Throttled['scope'];
  readonly bucket: TokenBucket;
}

export class Throttles {
  readonly #buckets = new Map<string, TokenBucket>();
  /** What the stage's settings say of a method, worked out once. */
  readonly #stageThrottles = new WeakMap<object, Map<string, Throttle>>();
  readonly #clock: Clock;
  readonly #account: TokenBucket | undefined;

  constructor(clock: Clock, account?: Throttle) {
    this.#clock = clock;
    this.#account = account && new TokenBucket(account, clock.now());
  }

  admit(route: Route, holder: Holder | undefined): Throttled | undefined {
    const now = this.#clock.now();
    const buckets = this.#bucketsOf(route, holder, now);
    const refusing = buckets.find(({ bucket }) => !bucket.has(now));
    if (refusing) return { scope: refusing.scope, rate: refusing.bucket.rate, burst: refusing.bucket.burst };
    for (const { bucket } of buckets) bucket.take();
    return undefined;
  }

  #bucketsOf(route: Route, holder: Holder | undefined, now: number): Scoped[] {
    const { api, stage, method, httpMethod } = route;
    const place = `${api.id}/${stage.name}${method.path}/${httpMethod}`;
    const found: Scoped[] = [];
    const add = (scope: Scoped['scope'], id: string, throttle: Throttle | undefined) => {
      if (throttle?.rateLimit === undefined) return;
      const bucket = this.#buckets.get(id) ?? new TokenBucket(throttle, now);
      this.#buckets.set(id, bucket);
      found.push({ scope, bucket });
    };
    if (holder) {
      const { plan, keyId } = holder;
      add('key', `plan ${plan.id} ${keyId} ${place}`, planMethodThrottle(plan, route));
      add('key', `plan ${plan.id} ${keyId}`, plan.throttle);
    }
    add('method', `stage ${place}`, this.#stageThrottle(route, place));
    if (this.#account) found.push({ scope: 'account', bucket: this.#account });
    return found;
  }

  #stageThrottle({ stage, method, httpMethod }: Route, place: string): Throttle {
    const known = this.#stageThrottles.get(stage) ?? new Map<string, Throttle>();
    this.#stageThrottles.set(stage, known);
    const cached = known.get(place);
    if (cached) return cached;
    const { throttlingRateLimit, throttlingBurstLimit } = methodSettings(stage, method, httpMethod);
    const throttle = {
      ...(throttlingRateLimit === undefined ? {} : { rateLimit: throttlingRateLimit }),
      ...(throttlingBurstLimit === undefined ? {} : { burstLimit: throttlingBurstLimit }),
    };
    known.set(place, throttle);
    return throttle;
  }
}

function planMethodThrottle(
  plan: UsagePlanModel,
  { api, stage, method, httpMethod }: Route,
): Throttle | undefined {
  const entry = plan.stages.find(({ apiId, stage: name }) => apiId === api.id && name === stage.name);
  return (
    entry?.throttle[`${method.path}/${httpMethod}`] ?? entry?.throttle[`${method.path}/${method.httpMethod}`]
  );
}
