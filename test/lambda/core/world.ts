import type { JobRecord } from '../../../lambda/core/job/job-record';
import type { JobType, LocalJobType } from '../../../lambda/core/job/job-type';
import { type RunPorts, runJob } from '../../../lambda/core/run/run-job';
import { type Submission, type SubmitPorts, submitJob } from '../../../lambda/core/submit/submit-job';
import { type SweepCounts, sweep } from '../../../lambda/core/sweep/sweep';
import type { Limits } from '../../../lambda/core/tenant/tenant-limits';
import {
  countingIds,
  ManualClock,
  MemoryBlobs,
  MemoryJobStore,
  MemoryPlaces,
  MemoryQueue,
  silentLog,
} from './fakes';

export const MINUTE = 60_000;

/** The core with everything around it faked: what one test needs of a running service. */
export function createWorld(run: LocalJobType['run'] = async job => job.input) {
  const type: LocalJobType = { name: 'work', description: '', inputSchema: {}, run };
  const ports = {
    store: new MemoryJobStore(),
    queue: new MemoryQueue(),
    notifications: new MemoryQueue(),
    places: new MemoryPlaces(),
    limitsOf: (): Limits => ({}),
    blobs: new MemoryBlobs(),
    remoteFunctions: { invoke: async () => {} },
    clock: new ManualClock(),
    random: () => 0.5,
    ids: countingIds(),
    log: silentLog,
    checkInput: (name: string) => (name === 'work' ? [] : undefined),
    jobTypes: new Map<string, JobType>([[type.name, type]]),
    policy: { maximumFailures: 5, retentionMs: 30 * 24 * 60 * MINUTE, publishes: false },
  };
  const submitPorts = { ...ports, allowLocalCallbacks: false } satisfies SubmitPorts;
  const runPorts: RunPorts = ports;
  return {
    ...ports,
    workType: type,
    submitPorts,
    runPorts,
    submit: async (input?: unknown, more: Partial<Submission['body']> = {}): Promise<JobRecord> => {
      const body = { name: 'a job', type: 'work', ...(input !== undefined && { input }), ...more };
      return (await submitJob(submitPorts, { tenant: 'acme', body })).job;
    },
    /** Runs a worker that has so long, and returns once it ended; timers need the clock to be passed. */
    work: (job: JobRecord, milliseconds = 10 * MINUTE) =>
      runJob(runPorts, job, ports.clock.now() + milliseconds),
    sweep: (): Promise<SweepCounts> => sweep(runPorts, { jobs: 1_000, until: ports.clock.now() + MINUTE }),
    read: async ({ tenant, id }: JobRecord): Promise<JobRecord> => (await ports.store.get({ tenant, id }))!,
  };
}
