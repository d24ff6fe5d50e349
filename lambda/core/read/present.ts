import { isFinished, jobMessage } from '../../../contract/job';
import type { Job } from '../../../contract/schemas';
import type { JobRecord, JobSummary } from '../job/job-record';

/** A job as a listing shows it: without its result, which has a link. */
export function presentSummary(job: JobSummary, baseUrl: string): Job {
  const self = `${baseUrl}/jobs/${job.id}`;
  return {
    id: job.id,
    name: job.name,
    type: job.type,
    status: job.status,
    message: jobMessage(job.id, job.status),
    progress: job.progress,
    ...(job.note !== undefined && { progressMessage: job.note }),
    attempts: job.claims,
    createdAt: iso(job.createdAt),
    ...(job.startedAt !== undefined && { startedAt: iso(job.startedAt) }),
    ...(job.finishedAt !== undefined && { finishedAt: iso(job.finishedAt) }),
    ...(job.expiresAt !== undefined && { expiresAt: iso(job.expiresAt) }),
    ...(job.deadlineAt !== undefined && { deadlineAt: iso(job.deadlineAt) }),
    ...(job.error && { error: { ...job.error } }),
    links: {
      self,
      ...(job.hasResult && { result: `${self}/result` }),
      ...(!isFinished(job.status) && { cancel: `${self}/cancel` }),
    },
  };
}

/** A job as it is answered alone: a small result stands in it, a large one is linked. */
export function presentJob(job: JobRecord, baseUrl: string): Job {
  const summary = { ...presentSummary(job, baseUrl), ...presentCallback(job) };
  if (!isFinished(job.status) || !job.result) return summary;
  if ('json' in job.result) return { ...summary, result: JSON.parse(job.result.json) };
  return { ...summary, resultUrl: `${summary.links.self}/result` };
}

function presentCallback({ callbackUrl, notify, deliveries = [] }: JobRecord): Pick<Job, 'callback'> {
  if (callbackUrl === undefined) return {};
  return {
    callback: {
      url: callbackUrl,
      status: notify === undefined ? 'waiting' : notify === 'done' ? 'delivered' : notify,
      deliveries: deliveries.map(({ at, ...delivery }) => ({ at: iso(at), ...delivery })),
    },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
