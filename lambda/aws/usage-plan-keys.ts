import {
  APIGatewayClient,
  ConflictException,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import type { PlanMember } from '../../contract/plan-members';
import type { KeysOfPlan, PlanKey } from '../core/keys/leaving-plans';
import type { UsagePlanKeys } from '../core/keys/move-keys';
import { patience } from './patience';

/** API Gateway lets an account change few keys a second (developer guide, "Quotas"), so it is asked often. */
export function planKeysClient(): APIGatewayClient {
  return new APIGatewayClient({ requestHandler: patience, maxAttempts: 8 });
}

export function usagePlanKeys(client: APIGatewayClient): UsagePlanKeys & { readonly of: KeysOfPlan } {
  const holds = async (member: PlanMember) =>
    (await unlessMissing(client.send(new GetUsagePlanKeyCommand(named(member))))) !== undefined;
  return {
    async add(member) {
      try {
        await client.send(new CreateUsagePlanKeyCommand({ ...named(member), keyType: 'API_KEY' }));
      } catch (error) {
        if (!(error instanceof ConflictException && (await holds(member)))) throw error;
      }
    },
    async remove(member) {
      await unlessMissing(client.send(new DeleteUsagePlanKeyCommand(named(member))));
    },
    async of(usagePlanId) {
      const found: PlanKey[] = [];
      let position: string | undefined;
      do {
        const page = new GetUsagePlanKeysCommand({ usagePlanId, limit: 500, position });
        const keys = await unlessMissing(client.send(page));
        // Values come along; nobody here needs them.
        for (const { id = '', name = '' } of keys?.items ?? []) found.push({ id, name });
        position = keys?.position;
      } while (position !== undefined);
      return found;
    },
  };
}

function named({ KeyId, UsagePlanId }: PlanMember) {
  return { keyId: KeyId, usagePlanId: UsagePlanId };
}

async function unlessMissing<Output>(output: Promise<Output>): Promise<Output | undefined> {
  try {
    return await output;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
