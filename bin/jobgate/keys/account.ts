/** What the account holds of keys and plans. Key values are read only where a file of values is compared with them. */
import {
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Context } from '../context';

export interface Plan {
  readonly id: string;
  readonly name: string;
  /** `apiId:stage` of every API stage that the plan serves. */
  readonly stages: readonly string[];
  readonly keyIds: ReadonlySet<string>;
}

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
  /** There only when it was asked for. */
  readonly value?: string;
}

export interface Account {
  /** Newest first. */
  readonly keys: readonly Key[];
  readonly plans: readonly Plan[];
}

const page = { limit: 500 } as const;

export async function readAccount(context: Context, options: { values: boolean }): Promise<Account> {
  const client = context.gateway;
  const keys: Key[] = [];
  for await (const { items } of paginateGetApiKeys({ client }, { ...page, includeValues: options.values })) {
    for (const key of items ?? []) {
      keys.push({
        id: key.id!,
        name: key.name ?? '',
        description: key.description ?? '',
        enabled: key.enabled ?? false,
        createdAt: key.createdDate?.getTime() ?? 0,
        tags: key.tags ?? {},
        ...(options.values ? { value: key.value } : {}),
      });
    }
  }
  const plans: Plan[] = [];
  for await (const { items } of paginateGetUsagePlans({ client }, page)) {
    for (const plan of items ?? []) plans.push(await readPlan(context, plan));
  }
  return { keys, plans };
}

async function readPlan({ gateway: client }: Context, plan: UsagePlan): Promise<Plan> {
  const keyIds = new Set<string>();
  for await (const { items } of paginateGetUsagePlanKeys({ client }, { ...page, usagePlanId: plan.id })) {
    for (const key of items ?? []) keyIds.add(key.id!);
  }
  const stages = (plan.apiStages ?? []).map(({ apiId, stage }) => `${apiId}:${stage}`);
  return { id: plan.id!, name: plan.name ?? '', stages, keyIds };
}

export const plansOf = (account: Account, keyId: string): readonly Plan[] =>
  account.plans.filter(plan => plan.keyIds.has(keyId));
