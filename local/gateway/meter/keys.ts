/** API keys by value, and the plans that they may call a stage through. (API Gateway developer guide, "Usage plans".) */
import type { ApiKeyModel, UsagePlanModel } from '../../template/rest-api-model';
import type { Route } from '../exchange';

export class KeyRing {
  readonly #byValue: ReadonlyMap<string, ApiKeyModel>;
  readonly #plans: readonly UsagePlanModel[];

  constructor(keys: readonly ApiKeyModel[], plans: readonly UsagePlanModel[]) {
    this.#byValue = new Map(keys.map(key => [key.value, key]));
    this.#plans = plans;
  }

  find(value: string): ApiKeyModel | undefined {
    return this.#byValue.get(value);
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
