/**
 * A plan that leaves the stage config would take the keys in it along: those of the command line, which the config does
 * not know, would open nothing any more. A renamed plan is another plan. So such a deployment fails, and says which keys
 * have to go elsewhere first.
 */
import type { PlanMembers } from '../../../contract/plan-members';

export interface PlanKey {
  readonly id: string;
  readonly name: string;
}

/** The keys that are in a plan; none where there is no such plan. */
export type KeysOfPlan = (usagePlanId: string) => Promise<readonly PlanKey[]>;

/** @throws an Error when a plan that leaves holds keys which the config does not name */
export async function refuseToStrandKeys(
  before: PlanMembers,
  after: PlanMembers,
  keysOf: KeysOfPlan,
): Promise<void> {
  for (const plan of before.Plans.filter(id => !after.Plans.includes(id))) {
    const ofConfig = new Set(before.Members.map(({ KeyId }) => KeyId));
    const stranded = (await keysOf(plan)).filter(({ id }) => !ofConfig.has(id));
    if (stranded.length > 0) throw new Error(strandedKeys(plan, stranded));
  }
}

function strandedKeys(plan: string, keys: readonly PlanKey[]): string {
  const shown = keys.slice(0, 10).map(({ id, name }) => `${name} (${id})`);
  const rest = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '';
  return (
    `Usage plan ${plan} has left the stage config and still holds keys of the command line: ${shown.join(', ')}${rest}. ` +
    'Leave it in, add the plan that is to follow, deploy, move the keys with "npm run jobgate -- keys move NAME --plan PLAN", ' +
    'then remove the plan.'
  );
}
