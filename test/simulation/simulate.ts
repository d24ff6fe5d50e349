/**
 * A whole deployment in virtual time: clients, API, queues, workers, notifier, sweeper and dead letters run the real
 * core over fakes of its ports that fail as networks, machines and clocks do. One seed is one history.
 */
import { finishedStatuses } from '../../contract/job';
import { handleJobs, runBatch } from '../../lambda/aws/batch';
import type { JobRecord } from '../../lambda/core/job/job-record';
import { MAXIMUM_CLAIMS } from '../../lambda/core/job/limits';
import { notify } from '../../lambda/core/notify/notify';
import { runJob } from '../../lambda/core/run/run-job';
import { reviveJob } from '../../lambda/core/sweep/revive';
import { sweep } from '../../lambda/core/sweep/sweep';
import { Clients } from './client';
import type { Counts } from './observer';
import { pollFor } from './pool';
import type { Process } from './process';
import { type Order, someOrder, type Work, workIn } from './workload';
import { MAXIMUM_FAILURES, silent, World, type WorldOptions } from './world';

export interface SimulationOptions extends WorldOptions {
  readonly jobs: number;
  /** What is submitted, instead of a mixture. */
  readonly orders?: (number: number) => Order;
}

export interface Outcome extends Counts {
  readonly accepted: number;
  readonly sent: number;
  readonly virtualMinutes: number;
  readonly recovered: number;
  readonly slowestRecoveryMs: number;
}

const SECOND = 1_000;
const WORKERS = 16;
const COME_AGAIN_WITHIN_MS = 5 * SECOND;
const NOTIFIERS = 8;
const SWEEP_EVERY_MS = 60 * SECOND;
const GIVE_UP_AFTER_MS = 36 * 3_600 * SECOND;

const noRemoteFunctions = {
  invoke: () => Promise.reject(new Error('The simulation has no remote functions.')),
};

export async function simulate({ jobs, orders, ...options }: SimulationOptions): Promise<Outcome> {
  const world = new World(options);
  const { time, dice, observer, store } = world;
  const clients = new Clients(world);
  const began = time.now;
  pollFor(world, world.jobs, WORKERS, (records, process, until) => {
    const ports = {
      ...world.writingPortsOf(process),
      remoteFunctions: noRemoteFunctions,
      jobTypes: new Map([['work', workIn(process, observer)]]),
    };
    const latestBegin = until - (until - process.clock.now()) / 2;
    return runBatch(records, silent, {
      run: message => runJob(ports, message, until),
      sendAgain: message => ports.queue.send(message, COME_AGAIN_WITHIN_MS * dice.roll()),
      hasTime: () => process.clock.now() <= latestBegin,
    });
  });
  pollFor(world, world.notifications, NOTIFIERS, (records, process) => {
    const ports = { ...world.portsOf(process), ...receivers(world, process) };
    return handleJobs(records, silent, message => notify(ports, message));
  });
  pollFor(world, world.jobs.deadLetters(), 1, (records, process) =>
    handleJobs(records, silent, async message => {
      await reviveJob(world.portsOf(process), message);
    }),
  );
  time.at(began + dice.between(0, SWEEP_EVERY_MS), () => sweepRegularly(world));
  const left = options.calm ? [] : leaveBehind(world);
  const spacing = dice.between(50, 2 * SECOND);
  for (let number = 0; number < jobs; number++) {
    time.at(
      began + number * spacing,
      () =>
        void clients.submit(
          `tenant${number % 3}`,
          orders?.(number) ?? someOrder(dice, number, world.emphasis),
        ),
    );
  }
  const submitted = began + jobs * spacing + 60 * SECOND;
  await time.run(began + GIVE_UP_AFTER_MS, () => time.now < submitted || store.unsettled > 0);
  for (const [id, ends] of clients.accepted) {
    observer.judge(store.findById(id), world.ghosts.haunted.has(id) ? finishedStatuses : ends);
  }
  for (const id of left) observer.judge(store.findById(id), ['failed', 'cancelled']);
  return {
    accepted: clients.accepted.size + left.length,
    sent: world.jobs.sent,
    virtualMinutes: Math.round((time.now - began) / 60_000),
    recovered: observer.recovered,
    slowestRecoveryMs: observer.slowestRecoveryMs,
    ...observer.counts,
  };
}

function sweepRegularly(world: World): void {
  const { time, dice } = world;
  if (world.without === 'sweeper') return;
  time.at(time.now + SWEEP_EVERY_MS, () => sweepRegularly(world));
  for (let sweepers = dice.chance(0.2) ? 2 : 1; sweepers > 0; sweepers--) {
    const process = world.start();
    const budget = { jobs: 2_000, until: process.clock.now() + 55 * SECOND };
    // A sweep that fails is followed by another.
    sweep(world.portsOf(process), budget).catch(() => {});
  }
}

/** A topic and callback receivers that fail as everything does; a receiver also answers errors. */
function receivers({ dice }: World, process: Process) {
  return {
    topic: { publish: () => process.call(() => {}) },
    secrets: { current: () => process.call(() => ['whsec_c2VjcmV0']) },
    callbacks: {
      post: async () => ({ status: await process.call(() => (dice.chance(0.7) ? 200 : 503)) }),
    },
  };
}

/** Jobs that a policy or an accident before this history left as no worker may claim them. */
function leaveBehind(world: World): readonly string[] {
  const used: Readonly<Record<string, Partial<JobRecord>>> = {
    'out-of-failures': { fails: MAXIMUM_FAILURES, claims: MAXIMUM_FAILURES },
    // Its worker died between noting that the attempt failed and ending the job.
    'asked-to-stop': { cancelRequestedAt: world.time.now, claims: 1, fails: 1 },
    'out-of-claims': { claims: MAXIMUM_CLAIMS, releases: MAXIMUM_CLAIMS },
  };
  const work: Work = { kind: 'doomed', milliseconds: 100 };
  for (const [id, counters] of Object.entries(used)) {
    const job: JobRecord = {
      ...{ tenant: 'before', id, name: 'left', type: 'work', status: 'queued', submission: id },
      ...{ progress: 0, fails: 0, claims: 0, releases: 0, resends: 0, leaseUntil: 0 },
      createdAt: world.time.now,
      dueAt: world.time.now + 60 * SECOND,
      input: { json: JSON.stringify(work) },
      ...counters,
    };
    world.store.put(job);
    world.observer.onCreate(undefined, job);
    world.jobs.deliver({ tenant: 'before', id });
  }
  return Object.keys(used);
}
