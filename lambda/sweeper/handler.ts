import type { Context } from 'aws-lambda';
import { readEnvironment } from '../aws/environment';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { jsonLog, toStandardOutput } from '../aws/log';
import { sweep } from '../core/sweep';

const ports = jobPorts(readEnvironment(process.env, jobSettings));
const JOBS_A_SWEEP = 2_000;
const TIME_TO_END_MS = 5_000;

export async function handler(_event: unknown, context: Context): Promise<void> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const until = ports.clock.now() + context.getRemainingTimeInMillis() - TIME_TO_END_MS;
  const counts = await sweep({ ...ports, log }, { jobs: JOBS_A_SWEEP, until });
  log.info('Swept.', counts);
}
