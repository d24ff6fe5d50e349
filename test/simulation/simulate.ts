/**
 * A whole deployment in virtual time: clients, API, queues, workers, notifier, sweeper and dead letters run the real
 * core over fakes of its ports that fail as networks, machines and clocks do. One seed is one history.
 */

import type { SQSRecord } from 'aws-lambda';
import { finishedStatuses } from '../../contract/job';
import { handleBatch, handleJobs, runBatch } from '../../lambda/aws/batch';
import type { JobType } from '../../lambda/core/job/job-type';
import { notify } from '../../lambda/core/notify/notify';
import { readAnswer, takeAnswer } from '../../lambda/core/remote/remote-job';
import { runJob } from '../../lambda/core/run/run-job';
import { reviveJob } from '../../lambda/core/sweep/revive';
import { sweep } from '../../lambda/core/sweep/sweep';
import { Clients } from './client';
import type { Counts } from './counts';
import { remoteWork } from './fake-remote-functions';
import { leaveJobs, leavePlaces } from './left-behind';
import { pollFor } from './pool';
import type { Process } from './process';
import { Readers } from './readers';
import { GONE_URL, LIMITED, type Order, someOrder, workIn } from './workload';
import { silent, World, type WorldOptions } from './world';

export interface SimulationOptions extends WorldOptions {
  readonly jobs: number;
  /** What is submitted, instead of a mixture. */
  readonly orders?: (number: number) => Order;
}

export interface Outcome extends Counts {
  readonly accepted: number;
  readonly sent: number;
  readonly virtualMinutes: number;
  /** Listings that were read to their end. */
  readonly walks: number;
  readonly recovered: number;
  readonly slowestRecoveryMs: number;
}

const SECOND = 1_000;
const WORKERS = 16;
/** So few that their batches are full. */
const FEW_WORKERS = 3;
const COME_AGAIN_WITHIN_MS = 5 * SECOND;
const NOTIFIERS = 8;
const WALKS = 4;
const SWEEP_EVERY_MS = 60 * SECOND;
const GIVE_UP_AFTER_MS = 36 * 3_600 * SECOND;

export async function simulate({ jobs, orders, ...options }: SimulationOptions): Promise<Outcome> {
  const world = new World(options);
  const { time, dice, observer, store } = world;
  const clients = new Clients(world);
  const began = time.now;
  pollFor(
    world,
    world.jobs,
    world.emphasis === 'accidents' && !world.calm ? FEW_WORKERS : WORKERS,
    (records, process, until) => {
      const ports = {
        ...world.writingPortsOf(process),
        topic: topicOf(process),
        remoteFunctions: world.remoteFunctions.for(process),
        jobTypes: new Map<string, JobType>([
          ['work', workIn(process, observer)],
          [remoteWork.name, remoteWork],
        ]),
      };
      const latestBegin = until - (until - process.clock.now()) / 2;
      const batch = world.without === 'running suspects alone' ? records.map(unsuspected) : records;
      return runBatch(batch, silent, {
        run: message => runJob(ports, message, until),
        sendAgain: message => ports.queue.send(message, COME_AGAIN_WITHIN_MS * dice.roll()),
        hasTime: () => process.clock.now() <= latestBegin,
      });
    },
  );
  pollFor(world, world.notifications, NOTIFIERS, (records, process) => {
    const ports = { ...world.portsOf(process), ...receivers(world, process) };
    return handleJobs(records, silent, message => notify(ports, message));
  });
  pollFor(world, world.remoteResults, 2, (records, process) =>
    handleBatch(records, silent, text =>
      takeAnswer(world.writingPortsOf(process), readAnswer(JSON.parse(text))),
    ),
  );
  const deadLetters = world.jobs.deadLetters();
  if (world.without !== 'handling dead letters')
    pollFor(world, deadLetters, 1, (records, process) =>
      handleJobs(records, silent, async message => {
        await reviveJob(world.portsOf(process), message);
      }),
    );
  time.at(began + dice.between(0, SWEEP_EVERY_MS), () => sweepRegularly(world));
  const left = options.calm ? undefined : leaveJobs(world);
  if (world.emphasis === 'limited') leavePlaces(world);
  const spacing = dice.between(50, 2 * SECOND);
  for (let number = 0; number < jobs; number++) {
    time.at(
      began + number * spacing,
      () =>
        void clients.submit(
          tenantOf(world, number),
          orders?.(number) ?? someOrder(dice, number, world.emphasis),
        ),
    );
  }
  const readers = new Readers(world);
  const submitted = began + jobs * spacing + 60 * SECOND;
  for (let walk = 0; walk < WALKS; walk++) {
    time.at(dice.between(began, submitted), () => void readers.walk(tenantOf(world, walk)));
  }
  await time.run(began + GIVE_UP_AFTER_MS, () => time.now < submitted || store.unsettled > 0);
  for (const [id, expected] of clients.accepted) {
    observer.judge(store.findById(id), world.ghosts.haunted.has(id) ? { ends: finishedStatuses } : expected);
  }
  for (const [id, expected] of left ?? []) observer.judge(store.findById(id), expected);
  observer.counts.buried += deadLetters.left;
  return {
    accepted: clients.accepted.size + (left?.size ?? 0),
    sent: world.jobs.sent,
    virtualMinutes: Math.round((time.now - began) / 60_000),
    walks: readers.walks,
    recovered: observer.recovered,
    slowestRecoveryMs: observer.slowestRecoveryMs,
    ...observer.counts,
  };
}

/** Where limits are what matters, all jobs are of the tenant that has them. */
const tenantOf = ({ emphasis }: World, number: number): string =>
  emphasis === 'limited' ? LIMITED : `tenant${number % 3}`;

const unsuspected = (record: SQSRecord): SQSRecord => ({
  ...record,
  body: record.body.replace(',"suspect":true', ''),
});

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

/** A topic that fails as everything does. */
const topicOf = (process: Process) => ({ publish: () => process.call(() => {}) });

/** Callback receivers that fail as everything does, and also answer errors. */
function receivers({ dice }: World, process: Process) {
  return {
    topic: topicOf(process),
    secrets: { current: () => process.call(() => ['whsec_c2VjcmV0']) },
    callbacks: {
      post: async (url: string) => ({
        status: await process.call(() => (url !== GONE_URL && dice.chance(0.7) ? 200 : 503)),
      }),
    },
  };
}
