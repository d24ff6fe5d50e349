/** Everything that can be taken out of the lifecycle: read from the lifecycle itself, so that no clause is forgotten. */
import { idIsFree } from '../../lambda/core/job/clauses';
import type { Transition } from '../../lambda/core/job/commit';
import type { JobRecord } from '../../lambda/core/job/job-record';
import * as lifecycle from '../../lambda/core/job/lifecycle';
import * as notificationSteps from '../../lambda/core/notify/notification-steps';
import * as sweeperSteps from '../../lambda/core/sweep/sweeper-steps';
import type { Emphasis } from './workload';
import { type Mutation, otherSteps, type WorldOptions } from './world';

const policy = { maximumFailures: 5, retentionMs: 1, publishes: true };
const error = { code: 'job_failed', message: 'failed' };
const job = { tenant: 't', id: 'i', dueAt: 0, resends: 0 } as JobRecord & { readonly dueAt: number };
const held = { job, token: 'token' };

/** One transition of each kind. */
const examples: readonly Transition[] = [
  lifecycle.claim(0, 'token', 1, policy),
  lifecycle.heartbeat(0, 'token', 1, undefined),
  lifecycle.saveState(0, 'token', 1, { json: '1' }),
  lifecycle.succeed(0, held, { json: '1' }, policy),
  lifecycle.fail(0, held, error, policy),
  lifecycle.stop(0, held, 'cancelled', policy),
  lifecycle.retryLater(0, held, 1, error),
  lifecycle.handOver(0, held, 1),
  lifecycle.release(0, held),
  lifecycle.postpone(0, job, 1),
  lifecycle.putBack(0, held, 1),
  lifecycle.cancelWaiting(0, job, policy),
  lifecycle.askToStop(0),
  sweeperSteps.resend(0, job),
  sweeperSteps.takeBack(0, job),
  sweeperSteps.giveUp(0, job, error, policy),
  sweeperSteps.drop(0, job, 'expired', policy),
  sweeperSteps.remind(0, job),
  notificationSteps.published(0, job),
  notificationSteps.told(job, 'done', undefined),
  notificationSteps.tellLater(job, { at: 0, milliseconds: 1 }, 1),
];

/** What those modules export besides. */
const noSteps = ['dueAfter', 'deadlinePassed'];

/** Steps of the lifecycle that nobody takes out: a new one must be added above. */
export const forgottenSteps = Object.keys({ ...lifecycle, ...sweeperSteps, ...notificationSteps }).filter(
  name => !noSteps.includes(name) && !examples.some(({ change }) => change.step === name),
);

export const clauseMutations: readonly Mutation[] = [
  { clause: { of: 'create', name: idIsFree.name } },
  ...examples.flatMap(({ change, clauses }) =>
    clauses.map(({ name }): Mutation => ({ clause: { of: change.step, name } })),
  ),
];

/** Every step that never happens, and every part that mends what a fault broke. */
export const stepMutations: readonly Mutation[] = [
  ...examples.map(({ change }) => change.step),
  ...otherSteps,
].map(without => ({ without }));

const emphasised: readonly (readonly [emphasis: Emphasis, parts: readonly string[]])[] = [
  ['marathons', ['no release']],
  ['stops', ['deadlineIsAhead', 'nobodyCancelled', 'stop', 'askToStop', 'cancelWaiting', 'drop']],
  ['resumes', ['release', 'saveState']],
  ['limited', ['putBack', 'postpone', 'looking for forgotten places']],
  ['callbacks', ['published', 'told', 'tellLater', 'remind']],
  ['failures', ['fail', 'retryLater']],
  ['accidents', ['running suspects alone', 'waking suspects']],
  ['remote', ['handOver']],
  ['large', ['a key for each result']],
];
/** Without accidents nothing else gets over what is missing, and times can be promised. */
const inCalm = ['release', 'stop', 'postpone', 'putBack', 'looking for forgotten places', 'waking suspects'];

/** Histories that have the step of a mutation often. */
export function historiesFor(mutation: Mutation): Pick<WorldOptions, 'emphasis' | 'calm'> {
  const { clause, without = '' } = mutation;
  const parts = clause ? [clause.name, clause.of] : [nameOf(mutation), without];
  const found = emphasised.find(([, those]) => parts.some(part => those.includes(part)));
  return { emphasis: found?.[0] ?? 'ordinary', calm: inCalm.includes(without) };
}

export function nameOf({ clause, without }: Mutation): string {
  return clause ? `${clause.of} without its clause ${clause.name}` : `no ${without}`;
}
