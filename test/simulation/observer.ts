/** Watches what is really written, from outside and by true time, and counts what breaks a promise. */
import { isFinished } from '../../contract/job';
import type { JobRecord, Payload } from '../../lambda/core/job/job-record';
import { MAXIMUM_CLAIMS, RESEND_AFTER_MS } from '../../lambda/core/job/limits';
import { noCounts } from './counts';
import type { FakeBlobs } from './fake-blobs';
import { remoteWork } from './fake-remote-functions';
import type { Write } from './fake-store';
import { isLate } from './patience';
import type { Process } from './process';
import type { VirtualTime } from './virtual-time';
import { type Expected, LIMITED, type Witness } from './workload';

interface Watched {
  holder?: { readonly process: Process; readonly token: string | undefined };
  firstClaim?: number;
  messageDied?: number;
  result?: string | undefined;
  /** By true time. */
  leaseEnds: number;
  quietSince: number;
  readonly countedTokens: Set<string | undefined>;
  readonly running: Set<Process>;
  overlapped: boolean;
  failures: number;
}

/** Steps with a job that has ended: those who wait for its end are told. */
const telling = ['published', 'told', 'tellLater', 'remind'];
/** Steps that only the worker that has the job may make. */
const ofTheHolder = [
  ...['heartbeat', 'saveState', 'handOver', 'succeed', 'fail', 'stop', 'retryLater', 'release', 'putBack'],
];
/** Steps that may be made only with a job that no worker has. */
const ofNobody = ['claim', 'takeBack', 'giveUp', 'drop', 'cancelWaiting'];
/** Steps that count how an attempt ended, which happens once for each. */
const countsAnAttempt = ['fail', 'retryLater', 'release', 'putBack'];

/** Two clocks may differ by this much. */
const CLOCKS_DIFFER_MS = 4_000;
/** A promise is dated before its write, which may take this long to get through. */
const WRITING_TAKES_MS = 25_000;

export class Observer implements Witness {
  readonly counts = noCounts();
  /** Jobs that ran again after their worker had died, and how long the slowest waited. */
  recovered = 0;
  slowestRecoveryMs = 0;
  private readonly jobs = new Map<string, Watched>();
  /** Jobs that a process has claimed in the store without having shown that it knows. */
  private readonly unanswered = new Map<Process, Set<string>>();

  constructor(
    private readonly time: VirtualTime,
    private readonly maximumFailures: number,
    private readonly blobs: FakeBlobs,
    /** Whether nothing fails but the jobs themselves, so that times can be promised. */
    private readonly calm: boolean,
  ) {}

  onCreate(before: JobRecord | undefined, job: JobRecord): void {
    if (before) this.counts.doubled += 1;
    this.watched(job.id);
  }

  onWrite({ step, by, before, after }: Write): void {
    const job = this.watched(before.id);
    this.unanswered.get(by)?.delete(before.id);
    if (telling.includes(step)) {
      if (before.notify !== 'pending') this.counts.retold += 1;
    } else if (isFinished(before.status)) this.counts.doubled += 1;
    if (ofTheHolder.includes(step)) this.checkHolder(job, by, before);
    if (ofNobody.includes(step)) this.checkLease(job, before);
    if (step === 'claim') {
      // One of a tenant with limits may have to wait for its turn besides.
      if (job.holder && !job.holder.process.alive && before.tenant !== LIMITED) {
        this.recovered += 1;
        const waited = Math.round(this.time.now - Math.max(job.holder.process.diedAt, job.messageDied ?? 0));
        this.slowestRecoveryMs = Math.max(this.slowestRecoveryMs, waited);
      }
      this.checkClaim(before);
      if (before.token === after.token) this.counts.reclaimed += 1;
      job.holder = { process: by, token: after.token };
      this.unanswered.set(by, (this.unanswered.get(by) ?? new Set()).add(before.id));
    }
    if (step === 'claim') job.firstClaim ??= this.time.now;
    if (this.calm && isLate(after, job.firstClaim ?? this.time.now, this.time.now)) this.counts.late += 1;
    if (step === 'succeed') job.result = this.textOf(after.result);
    if (after.leaseUntil > 0) job.leaseEnds = after.leaseUntil - by.skew;
    if (this.calm && step === 'resend') this.counts.resent += 1;
    if (step === 'resend' || step === 'remind') {
      const least = RESEND_AFTER_MS - CLOCKS_DIFFER_MS - WRITING_TAKES_MS;
      const deadline = before.deadlineAt ?? Number.POSITIVE_INFINITY;
      if (this.time.now - job.quietSince < least && this.time.now < deadline - least)
        this.counts.hurried += 1;
    }
    if (countsAnAttempt.includes(step)) {
      if (job.countedTokens.has(before.token)) this.counts.miscounted += 1;
      job.countedTokens.add(before.token);
    }
    if (after.leaseUntil === 0) job.quietSince = this.time.now;
  }

  began(jobId: string, process: Process): void {
    const job = this.watched(jobId);
    const others = [...job.running].filter(other => other.alive && other !== process);
    if (others.length > 0 && !job.overlapped) {
      job.overlapped = true;
      this.counts.overlapping += 1;
    }
    job.running.add(process);
    this.unanswered.get(process)?.delete(jobId);
  }

  /** A worker died with the message of a job in its hands, which it may not even have begun. */
  died(jobId: string): void {
    this.watched(jobId).messageDied = this.time.now;
  }

  /** A worker came to its end in order. */
  completed(process: Process): void {
    this.counts[this.calm ? 'abandoned' : 'unresolved'] += this.unanswered.get(process)?.size ?? 0;
  }

  ended(jobId: string, process: Process): void {
    this.watched(jobId).running.delete(process);
  }

  failures(jobId: string): number {
    return this.watched(jobId).failures;
  }

  failed(jobId: string): void {
    this.watched(jobId).failures += 1;
  }

  /** Judges how an accepted job stands at the end. */
  judge(job: JobRecord | undefined, { ends, code }: Expected): void {
    if (job && !this.isReadable(job)) this.counts.unreadable += 1;
    if (!job) this.counts.lost += 1;
    else if (!isFinished(job.status)) this.counts.stuck += 1;
    else if (job.notify === 'pending') this.counts.untold += 1;
    else if (ends.includes(job.status)) {
      if (job.status === 'failed' && code && job.error?.code !== code) this.counts.misreported += 1;
    } else if (job.status === 'failed') this.counts.wronglyFailed += 1;
    else this.counts.wronglyEnded += 1;
  }

  /** What was accepted and what was committed is there, the same as it was then, under the job's own name. */
  private isReadable(job: JobRecord): boolean {
    const { tenant, id, input, result } = job;
    const own = [input, result].every(
      payload => !payload || 'json' in payload || payload.blob.startsWith(`${tenant}/${id}/`),
    );
    const isThere = !input || this.textOf(input) !== undefined;
    return own && isThere && (!result || this.textOf(result) === this.watched(id).result);
  }

  private textOf(payload: Payload | undefined): string | undefined {
    return payload && ('json' in payload ? payload.json : this.blobs.find(payload.blob));
  }

  private watched(jobId: string): Watched {
    const known = this.jobs.get(jobId);
    if (known) return known;
    const job: Watched = {
      leaseEnds: 0,
      quietSince: this.time.now,
      countedTokens: new Set(),
      running: new Set(),
      overlapped: false,
      failures: 0,
    };
    this.jobs.set(jobId, job);
    return job;
  }

  private checkClaim({ fails, claims, deadlineAt, cancelRequestedAt }: JobRecord): void {
    if (fails >= this.maximumFailures || claims >= MAXIMUM_CLAIMS) this.counts.unbounded += 1;
    if (cancelRequestedAt !== undefined) this.counts.unwanted += 1;
    const late = this.time.now - (deadlineAt ?? Number.POSITIVE_INFINITY);
    if (late > CLOCKS_DIFFER_MS + WRITING_TAKES_MS) this.counts.untimely += 1;
  }

  private checkHolder(job: Watched, by: Process, before: JobRecord): void {
    const { holder } = job;
    // A remote function's answer comes through any process.
    const known = before.type === remoteWork.name || holder?.process === by;
    if (!known || holder?.token !== before.token) this.counts.stale += 1;
  }

  private checkLease(job: Watched, before: JobRecord): void {
    if (before.status === 'running' && this.time.now < job.leaseEnds) this.counts.stolen += 1;
  }
}
