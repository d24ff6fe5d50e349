/** The API keys of a run as a user needs them: value, plan and tenant. */
import type { Model } from './template/model';

export interface ApiKeyAccess {
  readonly name: string;
  /** Empty when the key is in no plan. */
  readonly plan: string;
  /** From the key's tag. */
  readonly tenant: string;
  readonly id: string;
  readonly value: string;
  /** Its calls are refused. @default - enabled */
  readonly disabled?: true;
}

/** The first key whose calls a plan lets through. */
export function enabledKey(keys: readonly ApiKeyAccess[]): ApiKeyAccess | undefined {
  return keys.find(({ plan, disabled }) => plan !== '' && !disabled);
}

export function describeKeys({ apiKeys, usagePlans }: Model): ApiKeyAccess[] {
  return apiKeys.map(({ id, name, value, enabled, tags }) => ({
    name,
    plan: usagePlans.find(({ keyIds }) => keyIds.includes(id))?.name ?? '',
    tenant: tags['tenant'] ?? '',
    id,
    value,
    ...(enabled ? {} : { disabled: true }),
  }));
}
