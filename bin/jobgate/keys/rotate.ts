/**
 * `keys rotate NAME`: a new key for the same tenant in the same plans; the old one works for a grace time.
 * The end of the old key is a time in the jobs table that the API compares with its clock at every request, so nothing
 * has to run then and no function needs the right to change keys. `keys rotate --finish` disables ended keys in API
 * Gateway too.
 */
import type { Context } from '../context';
import { type Deployment, findDeployment, stageOf } from '../deployment';
import { explain, OperatorError } from '../operator-error';
import { type Account, type Key, readAccount } from './account';
import { findKey, type KeyName } from './find-key';
import { type Owner, readOwners, writeOwner } from './owners';
import { type MadeKey, makeKey, removeKey, setEnabled } from './provision';
import { replacesInStage, replacing, successorOf } from './successor';

/** A rotation takes seconds: a new key whose old one has no end after this time was left by a process that died. */
const abandonedAfter = 5 * 60_000;

export async function rotateKey(context: Context, wanted: KeyName, graceMilliseconds: number): Promise<void> {
  const deployment = await findDeployment(context);
  const account = await removeAbandoned(context, deployment, await readAccount(context, { values: false }));
  const { key, plans, owner } = await findKey(context, deployment, account, wanted);
  const successor = successorOf(account, key.id);
  const called = `The key ${JSON.stringify(key.name)} (${key.id})`;
  if (successor) {
    throw new OperatorError(
      `${called} was rotated already; ${successor.id} took its place. Rotate that one; if its value was never shown, ` +
        'because a rotation was interrupted, wait five minutes and rotate by name again.',
    );
  }
  if (!key.enabled) throw new OperatorError(`${called} is disabled. Make a new one with \`keys create\`.`);
  const elsewhere = plans.flatMap(plan => plan.stages).filter(stage => stage !== stageOf(deployment));
  if (elsewhere.length > 0) {
    throw new OperatorError(
      `${called} opens other API stages too (${elsewhere.join(', ')}), which would not know the new key's tenant. ` +
        'Make a key for each stage with `keys create`, then revoke this one.',
    );
  }
  const { name, description } = key;
  const { tenant } = owner;
  const made = await makeKey(context, deployment, {
    ...{ name, description, tenant, plans },
    enabled: true,
    tags: replacing(key.id),
  });
  const disableAt = context.now() + graceMilliseconds;
  try {
    await writeOwner(context, deployment, key.id, { ...owner, disableAt });
  } catch (error) {
    await takeBack(context, deployment, { key, owner }, made, error);
    throw error;
  }
  context.note(
    `Made a new key "${name}" (${made.id}) for tenant "${tenant}". The old one (${key.id}) works until ` +
      `${new Date(disableAt).toISOString()}; afterwards run \`keys rotate --finish\`. The new key is shown this once:`,
  );
  context.out(made.value);
}

/** Disables in API Gateway what has ended: the API itself has refused these keys since then. */
export async function finishRotations(context: Context): Promise<void> {
  const deployment = await findDeployment(context);
  const { keys } = await readAccount(context, { values: false });
  const owners = await readOwners(context, deployment, keys);
  const ended = keys.filter(
    key => key.enabled && (owners.get(key.id)?.disableAt ?? Infinity) <= context.now(),
  );
  for (const key of ended) {
    await setEnabled(context, key.id, false);
    context.out(`Disabled "${key.name}" (${key.id}).`);
  }
  if (ended.length === 0) context.out('No rotated key has reached its end.');
}

/** The value of an abandoned key was never shown, so nobody can miss it. */
async function removeAbandoned(context: Context, deployment: Deployment, account: Account): Promise<Account> {
  const replaced = account.keys.filter(key => replacesInStage(successorOf(account, key.id), context.stage));
  const owners = await readOwners(context, deployment, replaced);
  const unfinished = replaced.filter(key => owners.get(key.id)?.disableAt === undefined);
  const removed = new Set<Key>();
  for (const old of unfinished) {
    const successor = successorOf(account, old.id)!;
    if (context.now() - successor.createdAt < abandonedAfter) continue;
    await removeKey(context, deployment, successor.id);
    context.note(`Removed key ${successor.id}, which an interrupted rotation of "${old.name}" left behind.`);
    removed.add(successor);
  }
  return { ...account, keys: account.keys.filter(key => !removed.has(key)) };
}

/** The end may have been written although the answer was an error: without a successor the old key must not end. */
async function takeBack(
  context: Context,
  deployment: Deployment,
  old: { readonly key: Key; readonly owner: Owner },
  made: MadeKey,
  cause: unknown,
): Promise<void> {
  const { id, name } = old.key;
  try {
    await writeOwner(context, deployment, id, old.owner);
    await removeKey(context, deployment, made.id);
  } catch (error) {
    throw new OperatorError(
      `The rotation failed: ${explain(cause)}. Taking it back failed too: ${explain(error)}. ` +
        `The key "${name}" (${id}) may end after its grace time: remove the unused new one with ` +
        `\`keys revoke --id ${made.id} --delete\`, then rotate "${name}" again.`,
    );
  }
}
