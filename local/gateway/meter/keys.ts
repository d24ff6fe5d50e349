/**
 * API keys by value. Values are looked up by digest, so that the time of a look-up tells nothing about a key.
 * (API Gateway developer guide, "Choose an API key source".)
 */
import { createHash } from 'node:crypto';
import type { ApiKeyModel, UsagePlanModel } from '../../template/model';
import type { Route } from '../exchange';

export class KeyRing {
  readonly #byDigest: ReadonlyMap<string, ApiKeyModel>;
  readonly #plans: readonly UsagePlanModel[];

  constructor(keys: readonly ApiKeyModel[], plans: readonly UsagePlanModel[]) {
    this.#byDigest = new Map(keys.map(key => [digest(key.value), key]));
    this.#plans = plans;
  }

  find(value: string): ApiKeyModel | undefined {
    return this.#byDigest.get(digest(value));
  }

  /** The plan through which a key may call this stage; API Gateway allows one at most. */
  planOf(key: ApiKeyModel, { api, stage }: Route): UsagePlanModel | undefined {
    return this.#plans.find(
      plan =>
        plan.keyIds.includes(key.id) &&
        plan.stages.some(({ apiId, stage: name }) => apiId === api.id && name === stage.name),
    );
  }
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
