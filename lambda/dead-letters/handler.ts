import type { SQSEvent } from 'aws-lambda';
import { handleJobs } from '../aws/batch';
import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { reviveJob } from '../core/sweep/revive';

const { announcements, ...ports } = jobPorts(readEnvironment(process.env, jobSettings));

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log }) =>
  handleJobs(Records, log, async message => {
    const outcome = await reviveJob({ ...ports, log }, message);
    log.error('The queue gave up a job.', { jobId: message.id, tenant: message.tenant, outcome });
  }),
);
