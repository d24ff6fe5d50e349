import type { SQSEvent } from 'aws-lambda';
import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators, validators } from '#generated/validators';
import { handleBatch } from '../aws/batch';
import { readEnvironment, textTable } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { submitPorts, submitSettings } from '../aws/submit-ports';
import { submissionReader } from '../core/submit/check-input';
import { readPublication } from '../core/submit/publication';
import { submitJob } from '../core/submit/submit-job';

const settings = readEnvironment(process.env, read => ({
  ...submitSettings(read),
  tenants: read.json('submissionTenants', textTable),
}));
const { announcements, ...ports } = submitPorts(settings, jobCatalogue, inputValidators);
const readBody = submissionReader(validators.SubmitJob);

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log }) =>
  handleBatch(Records, log, async text => {
    const { job, replayed } = await submitJob(
      { ...ports, log },
      readPublication(text, settings.tenants, readBody),
    );
    log.info('A message became a job.', { jobId: job.id, tenant: job.tenant, replayed });
  }),
);
