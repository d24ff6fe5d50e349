import type { RunningJob } from '../../../lambda/core/job/job-type';

/** A job as a job type sees it, with what it reported. */
export function runningJob<Input>(input: Input, overrides: Partial<RunningJob<Input>> = {}) {
  const reported: [number, string | undefined][] = [];
  const job: RunningJob<Input> = {
    jobId: 'job',
    tenant: 'acme',
    attempt: 1,
    input,
    file: undefined,
    saved: undefined,
    save: async () => {},
    signal: new AbortController().signal,
    progress: (fraction, message) => reported.push([fraction, message]),
    log: () => {},
    ...overrides,
  };
  return { job, reported };
}
