import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { sweep } from '../core/sweep/sweep';

const { announcements, ...ports } = jobPorts(readEnvironment(process.env, jobSettings));
const JOBS_A_SWEEP = 2_000;
const TIME_TO_END_MS = 5_000;

export const handler = lambdaHandler(announcements, async (_event: unknown, { log, until }) => {
  const counts = await sweep({ ...ports, log }, { jobs: JOBS_A_SWEEP, until: until - TIME_TO_END_MS });
  log.info('Swept.', counts);
});
