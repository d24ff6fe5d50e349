/** The deployment that the simulated processes share, and how a process of it is started. */
import type { Clause } from '../../lambda/core/job/clauses';
import { LEASE_MS } from '../../lambda/core/job/limits';
import type { JobMessage, JobQueue, Log } from '../../lambda/core/ports';
import type { Limits } from '../../lambda/core/tenant/tenant-limits';
import { FakeBlobs } from './fake-blobs';
import { FakePlaces } from './fake-places';
import { FakeQueue } from './fake-queue';
import { FakeRemoteFunctions } from './fake-remote-functions';
import { FakeStore } from './fake-store';
import { Ghosts } from './ghosts';
import { Observer } from './observer';
import { type FaultRates, Process } from './process';
import { Dice } from './random';
import { VirtualTime } from './virtual-time';
import { type Emphasis, LIMITED } from './workload';

/** What is taken out of the product, to see that its absence is noticed. */
export interface Mutation {
  /** Leaves out one clause of one write. */
  readonly clause?: { readonly of: string; readonly name: string };
  /** A step of the lifecycle that never happens, because its write is refused, or one of `otherSteps`. */
  readonly without?: string;
}

/** Parts that are not writes of one step, and can be taken out too. */
export const otherSteps = [
  ...['sweeper', 'trying again', 'reading after a refusal', 'looking for forgotten places'],
  ...['handling dead letters', 'running suspects alone', 'waking suspects', 'a key for each result'],
] as const;

export interface WorldOptions {
  readonly seed: number;
  readonly mutation?: Mutation;
  /** How often a worker stands still just before the write that ends an attempt. */
  readonly momentousPauses?: number;
  readonly emphasis?: Emphasis;
  /** Nothing fails but what the jobs themselves do. */
  readonly calm?: boolean;
}

const SECOND = 1_000;
export const MAXIMUM_FAILURES = 5;

const policy = { maximumFailures: MAXIMUM_FAILURES, retentionMs: 30 * 86_400 * SECOND, publishes: true };

/** A fifth of all calls fail; half of those take effect all the same. */
const rates: FaultRates = {
  refused: 0.02,
  throttled: 0.04,
  timedOutBefore: 0.04,
  appliedThenTimedOut: 0.08,
  appliedLate: 0.02,
};
const noFaults: FaultRates = {
  refused: 0,
  throttled: 0,
  timedOutBefore: 0,
  appliedThenTimedOut: 0,
  appliedLate: 0,
};
const CRASHES = 0.05;
const PAUSES = 0.04;

export const silent: Log = { info() {}, warn() {}, error() {} };

export class World {
  readonly time = new VirtualTime();
  readonly dice: Dice;
  readonly observer: Observer;
  readonly store: FakeStore;
  readonly ghosts: Ghosts;
  readonly jobs: FakeQueue;
  readonly notifications: FakeQueue;
  readonly remoteResults: FakeQueue;
  readonly remoteFunctions: FakeRemoteFunctions;
  readonly blobs: FakeBlobs;
  readonly functionTimeoutMs: number;
  readonly places: FakePlaces;
  readonly limits: Required<Limits>;
  readonly without: string | undefined;
  readonly emphasis: Emphasis;
  readonly calm: boolean;
  private readonly momentousPauses: number;
  private ids = 0;

  constructor({
    seed,
    mutation = {},
    momentousPauses = 0.02,
    emphasis = 'ordinary',
    calm = false,
  }: WorldOptions) {
    const { clause: missing, without } = mutation;
    this.without = without;
    this.emphasis = emphasis;
    this.calm = calm;
    this.momentousPauses = momentousPauses;
    this.dice = new Dice(seed);
    this.functionTimeoutMs = (emphasis === 'marathons' ? 120 : 600) * SECOND;
    this.limits =
      emphasis === 'limited' ? { unfinished: 200, running: 1 } : { unfinished: 2_000, running: 8 };
    this.places = new FakePlaces(without !== 'looking for forgotten places');
    this.blobs = new FakeBlobs(key =>
      without === 'a key for each result' ? key.replace(/(?<=\/result-).*/, '') : key,
    );
    this.observer = new Observer(this.time, MAXIMUM_FAILURES, this.blobs, calm);
    this.ghosts = new Ghosts({ time: this.time, dice: this.dice, policy, store: () => this.store });
    this.store = new FakeStore({
      time: this.time,
      dice: this.dice,
      checked: (step: string, clause: Clause) => missing?.of !== step || missing.name !== clause.name,
      refused: step => without === step,
      onCreate: (before, job) => this.observer.onCreate(before, job),
      onWrite: write => this.observer.onWrite(write),
      afterwards: calm ? () => {} : this.ghosts.afterwards,
    });
    const queue = {
      time: this.time,
      dice: this.dice,
      duplicates: calm ? 0 : 0.05,
      late: calm ? 0 : 0.02,
      visibilityTimeoutMs: 6 * this.functionTimeoutMs,
      maximumReceptions: 5,
    };
    this.jobs = new FakeQueue(queue);
    this.notifications = new FakeQueue(queue);
    this.remoteResults = new FakeQueue(queue);
    const { time, dice, blobs, remoteResults: results } = this;
    this.remoteFunctions = new FakeRemoteFunctions({ time, dice, blobs, results, calm });
  }

  /** A process that may die at any call or stand still for minutes. */
  start(): Process {
    const { time, dice, momentousPauses } = this;
    if (this.calm) return new Process({ time, dice, rates: noFaults, momentousPauses: 0 });
    return new Process({
      time,
      dice,
      rates,
      momentousPauses,
      hopeless: this.without === 'trying again',
      ...(dice.chance(CRASHES) && { dieAtCall: dice.integer(1, 25) }),
      ...(dice.chance(PAUSES) && {
        pause: { atCall: dice.integer(1, 30), milliseconds: dice.between(30, 240) * SECOND },
      }),
    });
  }

  /** The ports of the core as one process has them. */
  portsOf(process: Process) {
    const { dice } = this;
    return {
      store: this.store.for(process),
      queue: this.queueFor(process),
      notifications: this.notifications.for(process),
      places: this.places.for(process),
      blobs: this.blobs.for(process),
      clock: process.clock,
      random: dice.roll,
      ids: { job: () => `job${++this.ids}`, token: () => `token${++this.ids}` },
      log: silent,
      limitsOf: (tenant: string): Limits => (tenant === LIMITED ? this.limits : {}),
      policy,
    };
  }

  private queueFor(process: Process): JobQueue {
    const queue = this.jobs.for(process);
    if (this.without !== 'waking suspects') return queue;
    const isWakeUp = (message: JobMessage, delayMs = 0) => message.suspect && delayMs > LEASE_MS;
    return { send: async (...sent) => (isWakeUp(...sent) ? undefined : queue.send(...sent)) };
  }

  /** The same for one that does not look what became of a write that was refused. */
  writingPortsOf(process: Process) {
    const ports = this.portsOf(process);
    if (this.without !== 'reading after a refusal') return ports;
    return { ...ports, store: { ...ports.store, get: async () => undefined } };
  }
}
