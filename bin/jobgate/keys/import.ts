/** `keys import FILE`: every row is checked before the first one is imported. */
import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import type { Context } from '../context';
import { type Deployment, findDeployment, stageOf } from '../deployment';
import { explain, OperatorError } from '../operator-error';
import { readAccount } from './account';
import { planImport, type Step } from './import-plan';
import { type Problem, readKeyFile } from './key-file';
import { readOwners } from './owners';
import { joinPlan, makeKey, patchKey, recordOwner, tagTenant } from './provision';

export async function importKeys(
  context: Context,
  file: string,
  options: { dryRun: boolean },
): Promise<void> {
  const { rows, problems: inFile, remarks } = readKeyFile(read(file));
  for (const remark of remarks) context.note(remark);
  const deployment = await findDeployment(context);
  const account = await readAccount(context, { values: true });
  const owners = await readOwners(context, deployment, account.keys);
  const { steps, problems: inAccount } = planImport(rows, account, owners, stageOf(deployment));
  refuse(file, [...inFile, ...inAccount]);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const [index, step] of steps.entries()) {
    const about = `[${index + 1}/${steps.length}] line ${step.row.line} "${step.row.name}"`;
    try {
      const id =
        options.dryRun || step.kind === 'unchanged' ? undefined : await apply(context, deployment, step);
      context.out(`${about}: ${describe(step, options.dryRun, id)}`);
    } catch (error) {
      throw new OperatorError(
        `${about}: failed: ${explain(error)}\n` +
          `${index} of ${steps.length} rows are done and stay; this row was undone. Import the same file again to go on.`,
      );
    }
    counts[done[step.kind]] += 1;
  }
  const summary = Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
  context.out(
    options.dryRun ? `Nothing was changed. An import would report: ${summary}.` : `Imported: ${summary}.`,
  );
}

function read(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const reason =
      isNativeError(error) && error.name === 'TypeError' ? 'it is not UTF-8 text' : explain(error);
    throw new OperatorError(
      `The key file ${JSON.stringify(file)} cannot be read: ${reason}. Give the path of a CSV file.`,
    );
  }
}

/** Names all that is wrong with the file at once, in the order of its lines. */
function refuse(file: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, column, reason }) => `  line ${line}, column ${column}: ${reason}`);
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  throw new OperatorError(`${file} has ${count}; nothing was imported.\n${lines.join('\n')}`);
}

const done = { create: 'created', update: 'updated', unchanged: 'unchanged' } as const;

async function apply(
  context: Context,
  deployment: Deployment,
  step: Exclude<Step, { kind: 'unchanged' }>,
): Promise<string> {
  const { row, plans } = step;
  if (step.kind === 'create') return (await makeKey(context, deployment, { ...row, plans })).id;
  const { id } = step.key;
  if (step.recordTenant) await recordOwner(context, deployment, step.key, step.tenant);
  if (step.tag) await tagTenant(context, id, step.tenant);
  for (const plan of plans) await joinPlan(context, id, plan);
  if (Object.keys(step.fields).length > 0) await patchKey(context, id, step.fields);
  return id;
}

function describe(step: Step, dryRun: boolean, id: string | undefined): string {
  const { row } = step;
  if (step.kind === 'unchanged')
    return step.reason ? `unchanged, ${step.reason}` : `unchanged (key ${step.key.id})`;
  const plans = step.plans.map(plan => plan.name).join(', ');
  const what = [
    `tenant ${step.kind === 'update' ? step.tenant : row.tenant}`,
    ...(plans ? [`${step.kind === 'create' ? 'plans' : 'joins'} ${plans}`] : []),
    ...(row.enabled ? [] : ['disabled']),
    ...(id ? [`key ${id}`] : []),
  ].join(', ');
  return `${dryRun ? `would be ${done[step.kind]}` : done[step.kind]} (${what})`;
}
