/** What a policy or an accident before a history left: jobs that no worker may claim, and places taken for nobody. */
import type { JobRecord } from '../../lambda/core/job/job-record';
import { MAXIMUM_CLAIMS, RESEND_AFTER_AT_MOST_MS } from '../../lambda/core/job/limits';
import { type Expected, LIMITED, type Work } from './workload';
import { MAXIMUM_FAILURES, type World } from './world';

const HOUR_MS = 3_600_000;
const TENANT = 'before';

/** @returns the jobs and how each must end */
export function leaveJobs(world: World): ReadonlyMap<string, Expected> {
  const { time, jobs } = world;
  const doomed: Work = { kind: 'doomed', milliseconds: 100 };
  const left: Readonly<Record<string, Partial<JobRecord>>> = {
    'out-of-failures': { fails: MAXIMUM_FAILURES, claims: MAXIMUM_FAILURES },
    // Its worker died between noting that the attempt failed and ending the job.
    'asked-to-stop': { cancelRequestedAt: time.now, claims: 1, fails: 1 },
    'out-of-claims': { claims: MAXIMUM_CLAIMS, releases: MAXIMUM_CLAIMS },
  };
  for (const [id, counters] of Object.entries(left)) {
    leave(world, id, doomed, { dueAt: time.now + 60_000, ...counters });
    jobs.deliver({ tenant: TENANT, id });
  }
  // The queue gave it up when it had been sent so often that the sweeper comes in an hour.
  const healthy: Work = { kind: 'healthy', milliseconds: 100 };
  leave(world, 'given-up', healthy, { dueAt: time.now + RESEND_AFTER_AT_MOST_MS, resends: 6 });
  time.at(time.now + 120_000, () => jobs.deadLetters().deliver({ tenant: TENANT, id: 'given-up' }));
  return new Map<string, Expected>([
    ...Object.keys(left).map(id => [id, { ends: ['failed', 'cancelled'] }] as const),
    ['given-up', { ends: ['succeeded'] }],
  ]);
}

function leave({ time, store, observer }: World, id: string, work: Work, more: Partial<JobRecord>): void {
  const job: JobRecord = {
    ...{ tenant: TENANT, id, name: 'left', type: 'work', status: 'queued', submission: id },
    ...{ progress: 0, fails: 0, claims: 0, releases: 0, resends: 0, leaseUntil: 0 },
    createdAt: time.now,
    input: { json: JSON.stringify(work) },
    ...more,
  };
  store.put(job);
  observer.onCreate(undefined, job);
}

/** Takes every place of the tenant with limits for jobs that are gone. */
export function leavePlaces({ places, limits, time }: World): void {
  for (const kind of ['unfinished', 'running'] as const) {
    const taken = Array.from({ length: limits[kind] }, (_, at) => `gone${at}@${time.now - HOUR_MS}`);
    places.leave(LIMITED, kind, taken);
  }
}
