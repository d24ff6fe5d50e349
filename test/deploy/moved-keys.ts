import type { Stage } from '../../lib/config';

/**
 * The stage as an operator may change it: every key moves on to the next plan, the last plan has another name, and a
 * plan with a key is new. Alarms come or go, and the budget has other alerts. Deployed after the stage itself and before
 * it again.
 */
export function withMovedKeys(stage: Stage): Stage {
  const { plans } = stage;
  const moved = plans.map((plan, index) => ({ ...plan, keys: plans.at(index - 1)!.keys ?? [] }));
  const last = moved.pop()!;
  const added = { name: 'added', keys: [{ name: 'added', tenant: 'added' }] };
  return {
    ...stage,
    plans: [...moved, { ...last, name: `${last.name}-renamed` }, added],
    alarms: stage.alarms ? undefined : { emails: ['others@example.com'] },
    budget: { monthlyDollars: 7, emails: ['others@example.com'], actualPercent: [50], forecastPercent: [] },
  };
}
