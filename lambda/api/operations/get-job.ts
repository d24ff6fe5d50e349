import { isFinished, retryAfterSeconds } from '../../../contract/job';
import { getJob, type ReadPorts } from '../../core/get-job';
import { presentJob } from '../../core/present';
import type { Operation } from '../router';

export function getJobOperation(ports: ReadPorts): Operation {
  return async ({ tenant, path, baseUrl }) => {
    const job = await getJob(ports, { tenant, id: path['jobId'] ?? '' });
    return {
      status: 200,
      headers: { ...(!isFinished(job.status) && { 'Retry-After': String(retryAfterSeconds) }) },
      body: presentJob(job, baseUrl),
    };
  };
}
