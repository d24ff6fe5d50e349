import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators, validators } from '#generated/validators';
import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { submitPorts, submitSettings } from '../aws/submit-ports';
import { submissionReader } from '../core/submit/check-input';
import { submitJob } from '../core/submit/submit-job';
import { readTick } from '../core/submit/tick';

const settings = readEnvironment(process.env, submitSettings);
const { announcements, ...ports } = submitPorts(settings, jobCatalogue, inputValidators);
const readBody = submissionReader(validators.SubmitJob);

export const handler = lambdaHandler(announcements, async (event: unknown, { log }) => {
  const { job, replayed } = await submitJob({ ...ports, log }, readTick(event, readBody));
  log.info('A schedule became a job.', { jobId: job.id, tenant: job.tenant, replayed });
});
