import type { Context } from 'aws-lambda';
import { validators } from '#generated/validators';
import { readEnvironment } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { submitPorts, submitSettings } from '../aws/submit-ports';
import { submissionReader } from '../core/check-input';
import { submitJob } from '../core/submit-job';
import { readTick } from '../core/tick';

const ports = submitPorts(readEnvironment(process.env, submitSettings));
const readBody = submissionReader(validators.SubmitJob);

export async function handler(event: unknown, context: Context): Promise<void> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const { job, replayed } = await submitJob({ ...ports, log }, readTick(event, readBody));
  log.info('A schedule became a job.', { jobId: job.id, tenant: job.tenant, replayed });
}
