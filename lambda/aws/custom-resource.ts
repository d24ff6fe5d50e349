import type { CloudFormationCustomResourceEventCommon } from 'aws-lambda';
import type { Log } from '../core/ports';

/**
 * Carries out what CloudFormation asks of a custom resource, and tells it how that ended: without an answer it waits
 * until the resource's timeout, whatever the function did (CloudFormation user guide, "Custom resource response
 * objects"). The id never changes, so that no update counts as a replacement.
 */
export async function answerCloudFormation(
  request: Omit<CloudFormationCustomResourceEventCommon, 'ResourceProperties'>,
  log: Log,
  run: () => Promise<void>,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = request;
  const outcome = await run().then(
    () => ({ Status: 'SUCCESS' }),
    error => {
      log.error('A request of CloudFormation failed.', { error });
      return { Status: 'FAILED', Reason: error instanceof Error ? error.message : String(error) };
    },
  );
  // The signed address opens for anyone who has it: it is not logged.
  const answer = await fetch(ResponseURL, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: JSON.stringify({
      ...outcome,
      PhysicalResourceId: LogicalResourceId,
      StackId,
      RequestId,
      LogicalResourceId,
    }),
  });
  if (!answer.ok) throw new Error(`CloudFormation refused the answer with status ${answer.status}.`);
}
