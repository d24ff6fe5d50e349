import { Tags } from 'aws-cdk-lib';
import { ApiKey } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import type { KeyConfig } from '../config/plans';

export interface ApiKeysProps {
  readonly stage: Pick<Stage, 'name' | 'plans'>;
}

/** The keys of the stage config. API Gateway generates their values; a key is renamed to be replaced. */
export class ApiKeys extends Construct {
  private readonly keys = new Map<string, { readonly key: ApiKey; readonly tenant: string }>();

  constructor(scope: Construct, id: string, { stage }: ApiKeysProps) {
    super(scope, id);
    for (const config of stage.plans.flatMap(plan => plan.keys ?? [])) {
      const key = new ApiKey(this, config.name, {
        apiKeyName: `${stage.name}-${config.name}`,
        description: config.description,
        enabled: config.enabled ?? true,
      });
      Tags.of(key).add('tenant', config.tenant);
      this.keys.set(config.name, { key, tenant: config.tenant });
    }
  }

  get(config: KeyConfig): ApiKey {
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

/** Written by hand, because the names in a JSON object cannot be references that CloudFormation fills in. */
function jsonObject(entries: readonly (readonly [name: string, value: string])[]): string {
  return `{${entries.map(([name, value]) => `"${name}":"${value}"`).join(',')}}`;
}
