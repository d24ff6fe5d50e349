/** Which usage plans a key may join: known ones, and at most one for each API stage (developer guide, "Usage plans"). */
import type { Plan } from './account';

export type Chosen = { readonly plans: readonly Plan[] } | { readonly reason: string };

/**
 * @param wanted ids or names of plans; a name means the plan of the stage where other stages have one of that name too
 * @param stage the API stage of the key
 * @param joined the plans that the key is in already
 */
export function choosePlans(
  wanted: readonly string[],
  known: readonly Plan[],
  stage: string,
  joined: readonly Plan[] = [],
): Chosen {
  const plans: Plan[] = [];
  for (const name of wanted) {
    const byId = known.filter(plan => plan.id === name);
    const byName = known.filter(plan => plan.name === name);
    const ofStage = byName.filter(plan => plan.stages.includes(stage));
    const found = [byId, ofStage, byName].find(plans => plans.length > 0) ?? [];
    if (found.length === 0) return { reason: `there is no usage plan "${name}"; there are ${list(known)}` };
    if (found.length > 1)
      return { reason: `several usage plans are called "${name}"; give an id: ${list(found)}` };
    if (!plans.includes(found[0]!)) plans.push(found[0]!);
  }
  const clash = firstClash([...plans, ...joined.filter(plan => !plans.includes(plan))]);
  return clash ? { reason: clash } : { plans };
}

function firstClash(plans: readonly Plan[]): string | undefined {
  const servedBy = new Map<string, Plan>();
  for (const plan of plans) {
    for (const stage of plan.stages) {
      const other = servedBy.get(stage);
      if (other) {
        return (
          `the plans "${other.name}" (${other.id}) and "${plan.name}" (${plan.id}) both serve the API stage ${stage}; ` +
          'a key may be in one plan for each API stage: keep one'
        );
      }
      servedBy.set(stage, plan);
    }
  }
  return undefined;
}

const list = (plans: readonly Plan[]): string =>
  plans.length === 0 ? 'none' : plans.map(plan => `"${plan.name}" (${plan.id})`).join(', ');
