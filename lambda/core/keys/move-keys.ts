/**
 * A key that moves to another plan. CloudFormation puts it into the new plan before it takes it out of the old one, and
 * API Gateway refuses that: "API Key … cannot reference multiple Usage Plans with the same API Stage". So it leaves its
 * old plan first. CloudFormation does the rest, and takes a member that is gone already for deleted.
 *
 * When CloudFormation undoes an update, it believes the key to be in its old plan still, and puts it nowhere.
 */
import type { PlanMember } from '../../../contract/plan-members';
import type { Log } from '../ports';

/** The members of usage plans. */
export interface UsagePlanKeys {
  /** Changes nothing where the key is in the plan. */
  add(member: PlanMember): Promise<void>;
  /** Changes nothing where the key is not in the plan, or there is no such key or plan. */
  remove(member: PlanMember): Promise<void>;
}

export interface Change {
  readonly before: readonly PlanMember[];
  readonly after: readonly PlanMember[];
  /** Whether this change undoes another one that failed. */
  readonly undoing: boolean;
}

export async function moveKeys(
  { before, after, undoing }: Change,
  keys: UsagePlanKeys,
  log: Log,
): Promise<void> {
  const wanted = new Map(after.map(member => [member.KeyId, member]));
  for (const member of before) {
    const next = wanted.get(member.KeyId);
    if (!next || next.UsagePlanId === member.UsagePlanId) continue;
    await keys.remove(member);
    if (undoing) await keys.add(next);
    log.info(undoing ? 'A key is back in its plan.' : 'A key has left its plan for another.', {
      keyId: member.KeyId,
      from: member.UsagePlanId,
      to: next.UsagePlanId,
    });
  }
}
