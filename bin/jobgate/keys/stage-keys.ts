/** Which of the account's keys are a stage's: stages share an account, and may give their keys the same names. */
import type { Context } from '../context';
import { type Deployment, stageOf } from '../deployment';
import { type Account, type Key, plansOf } from './account';
import { type Owner, readOwners } from './owners';

/** Tag of every key that is made for a stage, so that one that was left half-made is found. */
export const madeFor = (context: Context) => ({ stage: context.stage });

export interface StageKeys {
  readonly keys: readonly Key[];
  readonly owners: ReadonlyMap<string, Owner>;
}

/** Those of some keys that were made for the stage, have a tenant in it, or are in a plan of its own. */
export async function keysOfStage(
  context: Context,
  deployment: Deployment,
  account: Account,
  some: readonly Key[] = account.keys,
): Promise<StageKeys> {
  const owners = await readOwners(context, deployment, some);
  const stage = stageOf(deployment);
  const keys = some.filter(
    ({ id, tags }) =>
      owners.has(id) ||
      deployment.configKeyIds.has(id) ||
      tags['stage'] === context.stage ||
      plansOf(account, id).some(plan => plan.stages.includes(stage)),
  );
  return { keys, owners };
}
