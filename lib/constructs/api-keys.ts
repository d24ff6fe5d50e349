import { Tags } from 'aws-cdk-lib';
import { ApiKey, type IApiKey } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import type { KeyConfig } from '../config/plans';
import { jsonObject } from './json-object';

export interface ApiKeysProps {
  readonly stage: Pick<Stage, 'name' | 'plans'>;
}

/** The keys of the stage config. API Gateway generates their values; a key is renamed to be replaced. */
export class ApiKeys extends Construct {
  private readonly keys = new Map<string, { readonly key: IApiKey; readonly tenant: string }>();

  constructor(scope: Construct, id: string, { stage }: ApiKeysProps) {
    super(scope, id);
    for (const config of stage.plans.flatMap(plan => plan.keys ?? [])) {
      const key = config.existingId
        ? // By its id, which stays when the config gives it another name.
          ApiKey.fromApiKeyId(this, `existing-${config.existingId}`, config.existingId)
        : this.newKey(stage, config);
      this.keys.set(config.name, { key, tenant: config.tenant });
    }
  }

  private newKey(stage: ApiKeysProps['stage'], config: KeyConfig): IApiKey {
    const key = new ApiKey(this, config.name, {
      apiKeyName: config.name,
      description: descriptionOf(stage, config.description),
      enabled: config.enabled ?? true,
    });
    Tags.of(key).add('tenant', config.tenant);
    return key;
  }

  get(config: KeyConfig): IApiKey {
    const found = this.keys.get(config.name);
    if (!found) throw new Error(`No key is called ${config.name}.`);
    return found.key;
  }

  /** JSON: name → id. The values stay with API Gateway. */
  get ids(): string {
    return jsonObject([...this.keys].map(([name, { key }]) => [name, key.keyId]));
  }

  /** Tells a function whose each key is. */
  connect(fn: LambdaFunction): void {
    const tenants = jsonObject([...this.keys.values()].map(({ key, tenant }) => [key.keyId, tenant]));
    fn.addEnvironment(environment.tenantsByKeyId, tenants);
  }
}

/** Names need only be unique in a stage, so the description says which stage a key or plan is of. */
export function descriptionOf({ name }: Pick<Stage, 'name'>, description?: string): string {
  return description ? `${description} (Jobgate stage ${name})` : `Jobgate stage ${name}`;
}
