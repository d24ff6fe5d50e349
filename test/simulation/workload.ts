/** What the simulated jobs do, and how each of them must end. */

import type { FinishedStatus } from '../../contract/job';
import { type JobType, PermanentFailure, type RunningJob } from '../../lambda/core/job/job-type';
import { INLINE_PAYLOAD_BYTES } from '../../lambda/core/job/limits';
import type { Process } from './process';
import type { Dice } from './random';

export type Work =
  /** Does its work; a long one lives from its heartbeats. */
  | { readonly kind: 'healthy'; readonly milliseconds: number; readonly filler?: string }
  /** Fails a few times, then does its work. */
  | { readonly kind: 'flaky'; readonly milliseconds: number; readonly failures: number }
  /** Fails every time. */
  | { readonly kind: 'doomed'; readonly milliseconds: number }
  /** Says that trying again is no use. */
  | { readonly kind: 'hopeless'; readonly milliseconds: number }
  /** Takes its worker down with it, the first time. */
  | { readonly kind: 'accident'; readonly milliseconds: number }
  /** Takes its worker down with it. */
  | { readonly kind: 'poison'; readonly milliseconds: number }
  /** Never comes back, whatever it is told. */
  | { readonly kind: 'endless' }
  /** Takes longer than a function may run: saves where it is and goes on in the next. */
  | { readonly kind: 'resumable'; readonly milliseconds: number; readonly step: number }
  /** Is done by another function, which may answer an error every time. */
  | { readonly kind: 'remote'; readonly milliseconds: number; readonly fails: boolean };

/** One tenant is limited, so that its jobs have to wait for places. */
export const LIMITED = 'tenant0';

/** What a client submits, and what it may do about it later. */
export interface Order {
  readonly work: Work;
  readonly deadlineSeconds?: number;
  readonly cancelAfterMs?: number;
  readonly idempotencyKey?: string;
  readonly callbackUrl?: string;
}

/** A receiver that never answers: it takes a day to give up on it, so that only some histories have it. */
export const GONE_URL = 'https://example.com/gone';
const gone = (dice: Dice, emphasis: Emphasis): boolean => emphasis === 'callbacks' && dice.chance(0.05);

/** What a history has more of than the ordinary, so that rare steps become frequent. */
const emphases = [
  'ordinary',
  'failures',
  'stops',
  'resumes',
  'marathons',
  'callbacks',
  'limited',
  'accidents',
  'remote',
  'large',
] as const;
export type Emphasis = (typeof emphases)[number];

export function someOrder(dice: Dice, number: number, emphasis: Emphasis): Order {
  const stops = emphasis === 'stops' ? 0.4 : 0.05;
  const callbacks = emphasis === 'callbacks' ? 0.9 : 0.1;
  const roll = dice.roll();
  return {
    work: someWork(dice, emphasis),
    ...(roll < stops && { cancelAfterMs: dice.between(0, 90_000) }),
    ...(roll > 1 - stops && { deadlineSeconds: dice.integer(2, 120) }),
    ...(dice.chance(callbacks) && {
      callbackUrl: gone(dice, emphasis) ? GONE_URL : 'https://example.com/done',
    }),
    ...(dice.chance(0.2) && { idempotencyKey: `order ${number}` }),
  };
}

/** How a job must end. */
export interface Expected {
  readonly ends: readonly FinishedStatus[];
  /** Of the error, when it fails as it must. */
  readonly code?: string;
}

export function expectedOf({ work, deadlineSeconds, cancelAfterMs }: Order): Expected {
  const well = work.kind === 'remote' ? !work.fails : endsWell.includes(work.kind);
  const ends = [
    well ? 'succeeded' : 'failed',
    ...(deadlineSeconds === undefined ? [] : (['expired'] as const)),
    ...(cancelAfterMs === undefined ? [] : (['cancelled'] as const)),
  ] as const;
  return { ends, ...(saysWhy.includes(work.kind) && { code: 'job_failed' }) };
}

const saysWhy: readonly Work['kind'][] = ['doomed', 'hopeless', 'remote'];
const endsWell: readonly Work['kind'][] = ['healthy', 'flaky', 'resumable', 'accident'];

/** Makes inputs and results too large to stand with their jobs. */
const filler = 'x'.repeat(INLINE_PAYLOAD_BYTES);
/** Longer than a function may run; in the histories of marathons, where functions are stopped sooner, five times as long. */
const tooLong = { kind: 'resumable', milliseconds: 850_000, step: 30_000 } as const;
const farTooLong = { kind: 'resumable', milliseconds: 500_000, step: 10_000 } as const;

function someWork(dice: Dice, emphasis: Emphasis): Work {
  const milliseconds = 50 * 400 ** dice.roll();
  const long = dice.between(40_000, 140_000);
  const roll = dice.roll();
  if (dice.chance(emphasis === 'ordinary' ? 0 : 0.6)) {
    if (emphasis === 'resumes') return tooLong;
    if (emphasis === 'marathons') return farTooLong;
    if (emphasis === 'failures') return { kind: 'flaky', milliseconds, failures: 2 };
    if (emphasis === 'accidents' && roll < 0.06) return { kind: 'poison', milliseconds: 1_000 };
    if (emphasis === 'remote') return { kind: 'remote', milliseconds, fails: roll < 0.1 };
    if (emphasis === 'large') return { kind: 'healthy', milliseconds, filler };
  }
  if (roll < 0.7) return { kind: 'healthy', milliseconds };
  if (roll < 0.72) return { kind: 'healthy', milliseconds, filler };
  if (roll < 0.74) return { kind: 'remote', milliseconds, fails: roll < 0.725 };
  if (roll < 0.82) return { kind: 'healthy', milliseconds: long };
  if (roll < 0.84) return { kind: 'doomed', milliseconds: long };
  if (roll < 0.9) return { kind: 'flaky', milliseconds, failures: dice.integer(1, 3) };
  if (roll < 0.92) return { kind: 'doomed', milliseconds };
  if (roll < 0.94) return { kind: 'hopeless', milliseconds };
  if (roll < 0.97) return { kind: 'resumable', milliseconds, step: milliseconds / 4 };
  if (roll < 0.98) return tooLong;
  return roll < 0.996 ? { kind: 'poison', milliseconds } : { kind: 'endless' };
}

export interface Witness {
  began(jobId: string, process: Process): void;
  ended(jobId: string, process: Process): void;
  /** How often the job failed so far, this time not counted. */
  failures(jobId: string): number;
  failed(jobId: string): void;
}

/** The job type as one worker process runs it. */
export function workIn(process: Process, witness: Witness): JobType<Work> {
  return {
    name: 'work',
    description: 'Simulated work.',
    inputSchema: {},
    async run(job) {
      const { jobId, input: work, signal, progress } = job;
      witness.began(jobId, process);
      try {
        if (work.kind === 'endless') return await new Promise<never>(() => {});
        if (work.kind === 'resumable') return await goOn(process, work, job);
        await rest(process, work.milliseconds, signal, progress);
        if (work.kind === 'poison' || (work.kind === 'accident' && job.attempt === 1)) {
          process.die();
          return await new Promise<never>(() => {});
        }
        if (work.kind === 'hopeless') throw new PermanentFailure('hopeless');
        if (work.kind === 'doomed') throw new Error('doomed');
        if (work.kind === 'flaky' && witness.failures(jobId) < work.failures) {
          witness.failed(jobId);
          throw new Error('not yet');
        }
        return { jobId, attempt: job.attempt, ...(work.kind === 'healthy' && { filler: work.filler }) };
      } finally {
        witness.ended(jobId, process);
      }
    },
  };
}

/** Works for a time, telling its progress; stops when it is told to. */
async function rest(
  process: Process,
  milliseconds: number,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<void> {
  const steps = Math.min(5, Math.ceil(milliseconds / 5_000));
  for (let step = 1; step <= steps; step++) {
    await new Promise<void>((resolve, reject) => {
      const stop = () => reject(new Error('told to stop'));
      signal.addEventListener('abort', stop);
      process.clock.after(milliseconds / steps, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
    progress(step / steps);
  }
}

/** Works on from where the attempt before had come, saving now and then. */
async function goOn(
  process: Process,
  { milliseconds, step }: Work & { readonly kind: 'resumable' },
  job: RunningJob<Work>,
): Promise<unknown> {
  let done = typeof job.saved === 'number' ? job.saved : 0;
  while (done < milliseconds) {
    await rest(process, step, job.signal, () => {});
    done += step;
    await job.save(done);
  }
  return { done };
}
