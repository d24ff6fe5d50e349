import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { patience } from './patience';

export function cloudFormationClient(): CloudFormationClient {
  return new CloudFormationClient({ requestHandler: patience, maxAttempts: 8 });
}

/** Whether a stack goes back to what it was, after an update that failed. */
export async function rollsBack(client: CloudFormationClient, stackId: string): Promise<boolean> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
  return Stacks?.[0]?.StackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS';
}
