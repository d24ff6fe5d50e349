import fc from 'fast-check';
import type { PlanMember } from '../../../../contract/plan-members';
import { moveKeys, type UsagePlanKeys } from '../../../../lambda/core/keys/move-keys';
import { silentLog } from '../fakes';

/** API Gateway's rule: a key is in one plan of a stage. */
class Plans implements UsagePlanKeys {
  readonly planOf = new Map<string, string>();

  async add({ KeyId, UsagePlanId }: PlanMember): Promise<void> {
    const other = this.planOf.get(KeyId) ?? UsagePlanId;
    if (other !== UsagePlanId) throw new Error(`${KeyId} is in ${other} already`);
    this.planOf.set(KeyId, UsagePlanId);
  }

  async remove({ KeyId, UsagePlanId }: PlanMember): Promise<void> {
    if (this.planOf.get(KeyId) === UsagePlanId) this.planOf.delete(KeyId);
  }
}

const memberships = fc
  .dictionary(fc.constantFrom('ann', 'bob', 'cleo', 'dan'), fc.constantFrom('free', 'pro', 'team'))
  .map(plans => Object.entries(plans).map(([KeyId, UsagePlanId]) => ({ KeyId, UsagePlanId })));
const same = (a: PlanMember) => (b: PlanMember) => a.KeyId === b.KeyId && a.UsagePlanId === b.UsagePlanId;
const sorted = (plans: Plans) => [...plans.planOf].sort();

/** As CloudFormation updates a stack: the custom resource, then what is new, and last what has left the template. */
async function update(
  plans: Plans,
  before: readonly PlanMember[],
  after: readonly PlanMember[],
  steps: number,
) {
  const added = after.filter(member => !before.some(same(member)));
  await moveKeys({ before, after, undoing: false }, plans, silentLog);
  for (const member of added.slice(0, steps)) await plans.add(member);
  if (steps < added.length) {
    await moveKeys({ before: after, after: before, undoing: true }, plans, silentLog);
    for (const member of added.slice(0, steps)) await plans.remove(member);
    return;
  }
  for (const member of before) if (!after.some(same(member))) await plans.remove(member);
}

describe('keys that move to another plan', () => {
  it('are all in their new plans after an update, and in their old ones after one that failed anywhere', async () => {
    const anyUpdate = fc.asyncProperty(memberships, memberships, fc.nat(5), async (before, after, steps) => {
      const plans = new Plans();
      for (const member of before) await plans.add(member);
      const failed = steps < after.filter(member => !before.some(same(member))).length;
      await update(plans, before, after, steps);
      const expected = new Plans();
      for (const member of failed ? before : after) await expected.add(member);
      expect(sorted(plans)).toEqual(sorted(expected));
    });
    await fc.assert(anyUpdate);
  });

  it('are put back where they were when they had not all left before the failure', async () => {
    const plans = new Plans();
    const before = [
      { KeyId: 'ann', UsagePlanId: 'free' },
      { KeyId: 'bob', UsagePlanId: 'free' },
    ];
    const after = before.map(({ KeyId }) => ({ KeyId, UsagePlanId: 'pro' }));
    for (const member of before) await plans.add(member);
    await plans.remove(before[0]!);
    await moveKeys({ before: after, after: before, undoing: true }, plans, silentLog);
    expect(sorted(plans)).toEqual([
      ['ann', 'free'],
      ['bob', 'free'],
    ]);
  });
});
