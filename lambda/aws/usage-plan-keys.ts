import {
  APIGatewayClient,
  ConflictException,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import type { PlanMember } from '../../contract/plan-members';
import type { UsagePlanKeys } from '../core/keys/move-keys';

/** API Gateway lets an account change few keys a second (developer guide, "Quotas"), so it is asked often. */
export function usagePlanKeys(client = new APIGatewayClient({ maxAttempts: 8 })): UsagePlanKeys {
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
