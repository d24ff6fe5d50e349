/**
 * Makes a key whole or not at all. It is created disabled and enabled last, so that it never opens the API without a
 * tenant or a plan; what fails on the way is undone. What a killed process leaves is a disabled key, which the next
 * import of the same file completes.
 */
import {
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  TagResourceCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import type { Context } from '../context';
import type { Deployment } from '../deployment';
import { explain, OperatorError } from '../operator-error';
import type { Key, Plan } from './account';
import { removeOwner, writeOwner } from './owners';
import { madeFor } from './stage-keys';

export interface NewKey {
  readonly name: string;
  readonly tenant: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly plans: readonly Plan[];
  /** API Gateway generates one when none is given. */
  readonly value?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface MadeKey {
  readonly id: string;
  readonly value: string;
}

export async function makeKey(context: Context, deployment: Deployment, key: NewKey): Promise<MadeKey> {
  const { id, value } = await context.gateway.send(
    new CreateApiKeyCommand({
      name: key.name,
      description: key.description,
      enabled: false,
      value: key.value,
      tags: { ...key.tags, ...madeFor(context), tenant: key.tenant },
    }),
  );
  try {
    await recordOwner(context, deployment, { id: id!, name: key.name }, key.tenant);
    for (const plan of key.plans) await joinPlan(context, id!, plan);
    if (key.enabled) await setEnabled(context, id!, true);
  } catch (error) {
    await undo(context, deployment, id!, error);
    throw error;
  }
  return { id: id!, value: value! };
}

/** Says from now on whose key this is. */
export async function recordOwner(
  context: Context,
  deployment: Deployment,
  key: Pick<Key, 'id' | 'name'>,
  tenant: string,
): Promise<void> {
  await writeOwner(context, deployment, key.id, { tenant, keyName: key.name, createdAt: context.now() });
}

async function undo(context: Context, deployment: Deployment, id: string, cause: unknown): Promise<void> {
  try {
    await removeKey(context, deployment, id);
  } catch (error) {
    throw new OperatorError(
      `${explain(cause)}. Undoing it failed too: ${explain(error)}. The key ${id} stays behind disabled; ` +
        `run the same import again, or remove the key with \`keys revoke --id ${id} --delete\`.`,
    );
  }
}

/** Removes the key first: without it the row opens nothing, while a key without a row would be refused as unknown. */
export async function removeKey(context: Context, deployment: Deployment, id: string): Promise<void> {
  await context.gateway.send(new DeleteApiKeyCommand({ apiKey: id }));
  await removeOwner(context, deployment, id);
}

export async function joinPlan({ gateway }: Context, keyId: string, plan: Plan): Promise<void> {
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId, keyType: 'API_KEY' }));
}

export async function leavePlan({ gateway }: Context, keyId: string, plan: Plan): Promise<void> {
  await gateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId: plan.id, keyId }));
}

export async function setEnabled(context: Context, keyId: string, enabled: boolean): Promise<void> {
  await patchKey(context, keyId, { enabled: String(enabled) });
}

export async function patchKey(
  { gateway }: Context,
  keyId: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const patchOperations = Object.entries(fields).map(([field, value]) => ({
    op: 'replace' as const,
    path: `/${field}`,
    value,
  }));
  await gateway.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations }));
}

export async function tagTenant({ gateway, region }: Context, keyId: string, tenant: string): Promise<void> {
  const resourceArn = `arn:${partition(region)}:apigateway:${region}::/apikeys/${keyId}`;
  await gateway.send(new TagResourceCommand({ resourceArn, tags: { tenant } }));
}

const partition = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
