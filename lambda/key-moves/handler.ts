import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import type { PlanMembers } from '../../contract/plan-members';
import { answerCloudFormation } from '../aws/custom-resource';
import { jsonLog, toStandardOutput } from '../aws/log';
import { cloudFormationClient, rollsBack } from '../aws/stack-status';
import { planKeysClient, usagePlanKeys } from '../aws/usage-plan-keys';
import { refuseToStrandKeys } from '../core/keys/leaving-plans';
import { moveKeys } from '../core/keys/move-keys';

const keys = usagePlanKeys(planKeysClient());
const cloudFormation = cloudFormationClient();

type Request = CloudFormationCustomResourceEvent<PlanMembers, PlanMembers>;

/**
 * Called by CloudFormation before it puts keys into plans and removes plans. Members of a new or a deleted stack are its
 * own work.
 */
export async function handler(event: Request, { awsRequestId: requestId }: Context): Promise<void> {
  const log = jsonLog(toStandardOutput, { requestId });
  await answerCloudFormation(event, log, async () => {
    if (event.RequestType !== 'Update') return;
    const { OldResourceProperties: before, ResourceProperties: after } = event;
    const undoing = await rollsBack(cloudFormation, event.StackId);
    if (!undoing) await refuseToStrandKeys(before, after, keys.of);
    await moveKeys({ before: before.Members, after: after.Members, undoing }, keys, log);
  });
}
