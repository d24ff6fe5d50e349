import type { Context } from '../context';
import { findDeployment, stageOf } from '../deployment';
import { OperatorError } from '../operator-error';
import { readAccount } from './account';
import { descriptionProblem, nameProblem, tenantProblem } from './limits';
import { choosePlans } from './plans';
import { makeKey } from './provision';

export interface CreateOptions {
  readonly plan?: readonly string[];
  readonly tenant?: string;
  readonly description?: string;
  readonly disabled?: boolean;
}

/** `keys create NAME`: the one time that the key is shown is here. */
export async function createKey(context: Context, name: string, options: CreateOptions): Promise<void> {
  const tenant = options.tenant ?? name;
  const description = options.description ?? '';
  const deployment = await findDeployment(context);
  const account = await readAccount(context, { values: false });
  const chosen = choosePlans(options.plan ?? [], account.plans, stageOf(deployment));
  const taken = account.keys.find(key => key.name === name);
  const problems = [
    nameProblem(name),
    name === '' ? undefined : tenantProblem(tenant, options.tenant !== undefined),
    descriptionProblem(description),
    taken &&
      `this account has a key called "${name}" (${taken.id}) already; choose another name, or rotate that key`,
    'reason' in chosen ? chosen.reason : undefined,
  ].filter(problem => problem !== undefined);
  if (problems.length > 0 || 'reason' in chosen) {
    throw new OperatorError(`No key was made.\n${problems.map(problem => `  ${problem}`).join('\n')}`);
  }
  const { plans } = chosen;
  const made = await makeKey(context, deployment, {
    name,
    tenant,
    description,
    plans,
    enabled: !options.disabled,
  });
  context.note(
    `Made key "${name}" (${made.id}) of tenant "${tenant}" in ${plans.map(plan => plan.name).join(', ') || 'no plan, so that it opens nothing yet'}` +
      `${options.disabled ? ', disabled' : ''}. It is shown this once; keep it where secrets are kept:`,
  );
  context.out(made.value);
}
