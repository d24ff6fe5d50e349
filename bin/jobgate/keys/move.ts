/**
 * `keys move NAME --plan PLAN`: another plan for the same key, with the same value. API Gateway takes a key in one plan
 * of a stage, so the key opens nothing for the moment between two calls; when the second fails it is put back.
 */
import { ConflictException } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context';
import { findDeployment, stageOf } from '../deployment';
import { explain, OperatorError } from '../operator-error';
import { type Plan, readAccount } from './account';
import { findKey, type KeyName } from './find-key';
import { choosePlans } from './plans';
import { joinPlan, leavePlan } from './provision';

export async function moveKey(context: Context, wanted: KeyName, planName: string): Promise<void> {
  const deployment = await findDeployment(context);
  const account = await readAccount(context, { values: false });
  const found = await findKey(context, deployment, account, wanted);
  const called = `the key "${found.key.name}" (${found.key.id})`;
  const stage = stageOf(deployment);
  const chosen = choosePlans([planName], account.plans, stage);
  if ('reason' in chosen) throw new OperatorError(`Nothing was moved: ${chosen.reason}.`);
  const plan = chosen.plans[0]!;
  if (found.plans.includes(plan)) {
    context.out(`In "${plan.name}" (${plan.id}) already: ${called}.`);
    return;
  }
  if (deployment.configKeyIds.has(found.key.id)) {
    throw new OperatorError(
      `Nothing was moved: ${called} belongs to the stage config. Write it under "${plan.name}" in ` +
        `config/${context.stage}.ts and deploy.`,
    );
  }
  const left = found.plans.filter(({ stages }) => stages.some(served => plan.stages.includes(served)));
  const needed = new Set([stage, ...left.flatMap(({ stages }) => stages)]);
  const lost = [...needed].filter(served => !plan.stages.includes(served));
  if (lost.length > 0) {
    throw new OperatorError(
      `Nothing was moved: the plan "${plan.name}" (${plan.id}) does not serve ${lost.join(', ')}, which ${called} ` +
        'opens. Choose a plan that does.',
    );
  }
  await change(context, found.key.id, left, plan);
  const from = left.map(({ name }) => `"${name}"`).join(', ') || 'no plan';
  context.out(
    `Moved ${called} of tenant "${found.owner.tenant}" from ${from} to "${plan.name}" (${plan.id}).`,
  );
}

async function change(context: Context, keyId: string, left: readonly Plan[], plan: Plan): Promise<void> {
  try {
    for (const old of left) await leavePlan(context, keyId, old);
    await joinPlan(context, keyId, plan);
  } catch (cause) {
    try {
      for (const old of left) await unlessMember(joinPlan(context, keyId, old));
    } catch (error) {
      throw new OperatorError(
        `The move failed: ${explain(cause)}. Putting the key back failed too: ${explain(error)}. It may be in no plan ` +
          `now and open nothing: run \`keys move --id ${keyId} --plan ${plan.id}\` again.`,
      );
    }
    throw cause;
  }
}

/** A call that failed may have been carried out: then the key is in a plan already, this one or the new one. */
async function unlessMember(joining: Promise<void>): Promise<void> {
  try {
    await joining;
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  }
}
