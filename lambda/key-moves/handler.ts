import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import type { PlanMembers } from '../../contract/plan-members';
import { answerCloudFormation } from '../aws/custom-resource';
import { jsonLog, toStandardOutput } from '../aws/log';
import { usagePlanKeys } from '../aws/usage-plan-keys';
import { moveKeys } from '../core/keys/move-keys';

/** API Gateway allows an account few calls a second to change keys (developer guide, "Quotas"). */
const maxAttempts = 8;
const keys = usagePlanKeys(new APIGatewayClient({ maxAttempts }));
const cloudFormation = new CloudFormationClient({ maxAttempts });

type Request = CloudFormationCustomResourceEvent<PlanMembers, PlanMembers>;

/** Called by CloudFormation before it puts keys into plans. Members of a new or a deleted stack are its own work. */
export async function handler(event: Request, { awsRequestId: requestId }: Context): Promise<void> {
  const log = jsonLog(toStandardOutput, { requestId });
  await answerCloudFormation(event, log, async () => {
    if (event.RequestType !== 'Update') return;
    const change = {
      before: event.OldResourceProperties.Members,
      after: event.ResourceProperties.Members,
      undoing: await rollsBack(event.StackId),
    };
    await moveKeys(change, keys, log);
  });
}

/** Whether the stack goes back to what it was, after an update that failed. */
async function rollsBack(StackName: string): Promise<boolean> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS';
}
