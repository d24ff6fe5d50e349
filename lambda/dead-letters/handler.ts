import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { runBatch } from '../aws/batch';
import { readEnvironment } from '../aws/environment';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { jsonLog, toStandardOutput } from '../aws/log';
import { reviveJob } from '../core/revive';

const ports = jobPorts(readEnvironment(process.env, jobSettings));

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  return runBatch(event.Records, log, async message => {
    const outcome = await reviveJob({ ...ports, log }, message);
    log.error('The queue gave up a job.', { jobId: message.id, tenant: message.tenant, outcome });
  });
}
