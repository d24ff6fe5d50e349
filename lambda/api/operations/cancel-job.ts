import { isFinished, retryAfterSeconds } from '../../../contract/job';
import { cancelJob } from '../../core/cancel/cancel-job';
import type { ReadPorts } from '../../core/read/get-job';
import { presentJob } from '../../core/read/present';
import type { Operation } from '../router';

export function cancelJobOperation(ports: ReadPorts): Operation {
  return async ({ tenant, path, baseUrl }) => {
    const job = await cancelJob(ports, { tenant, id: path['jobId'] ?? '' });
    return {
      status: 200,
      headers: { ...(!isFinished(job.status) && { 'Retry-After': String(retryAfterSeconds) }) },
      body: presentJob(job, baseUrl),
    };
  };
}
