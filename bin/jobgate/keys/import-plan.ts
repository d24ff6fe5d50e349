/** Compares a file of keys with the account: what is wrong, and what each row will do. Nothing is changed here. */
import { type Account, type Key, type Plan, plansOf } from './account';
import type { KeyRow, Problem } from './key-file';
import { masked } from './masked';
import type { Owner } from './owners';
import { choosePlans } from './plans';

export type Step =
  | { readonly kind: 'create'; readonly row: KeyRow; readonly plans: readonly Plan[] }
  | {
      readonly kind: 'update';
      readonly row: KeyRow;
      readonly key: Key;
      /** Plans to join besides those the key is in. */
      readonly plans: readonly Plan[];
      readonly fields: Readonly<Record<string, string>>;
      readonly tenant: string;
      readonly recordTenant: boolean;
      readonly tag: boolean;
    }
  | { readonly kind: 'unchanged'; readonly row: KeyRow; readonly key: Key; readonly reason?: string };

export interface ImportPlan {
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

export function planImport(
  rows: readonly KeyRow[],
  account: Account,
  owners: ReadonlyMap<string, Owner>,
  stage: string,
): ImportPlan {
  const byValue = new Map(account.keys.map(key => [key.value, key]));
  const named = new Map(account.keys.map(key => [key.name, key]));
  const steps: Step[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const key = byValue.get(row.value);
    const chosen = choosePlans(row.plans, account.plans, stage, key ? plansOf(account, key.id) : []);
    const owner = key && (owners.get(key.id)?.tenant ?? key.tags['tenant']);
    const found: readonly (readonly [string, string | undefined])[] = [
      ['key', key && key.name !== row.name ? takenValue(row, key) : undefined],
      ['name', !key && named.has(row.name) ? takenName(row, named.get(row.name)!) : undefined],
      [
        'tenant',
        row.tenantGiven && owner !== undefined && owner !== row.tenant ? otherTenant(row, owner) : undefined,
      ],
      ['usageplanIds', 'reason' in chosen ? chosen.reason : undefined],
    ];
    const wrong = found.flatMap(([column, reason]) => (reason ? [{ line: row.line, column, reason }] : []));
    problems.push(...wrong);
    if (wrong.length === 0 && 'plans' in chosen) {
      steps.push(
        key
          ? stepFor(row, key, chosen.plans, account, owners.get(key.id))
          : { kind: 'create', row, ...chosen },
      );
    }
  }
  return { steps, problems: [...problems, ...tooMany(steps, account)] };
}

/** API keys of an account in a region, a quota that is never raised (API Gateway quotas). */
const mostKeys = 10_000;

function tooMany(steps: readonly Step[], account: Account): Problem[] {
  const first = steps.filter(step => step.kind === 'create')[mostKeys - account.keys.length];
  if (!first) return [];
  const reason = `the account has ${account.keys.length} keys, and with this row more than ${mostKeys}, which API Gateway allows in a region; delete some first`;
  return [{ line: first.row.line, column: '-', reason }];
}

function stepFor(
  row: KeyRow,
  key: Key,
  plans: readonly Plan[],
  account: Account,
  owner: Owner | undefined,
): Step {
  if (owner?.disableAt !== undefined) {
    return { kind: 'unchanged', row, key, reason: 'it was rotated or revoked, and stays as it is' };
  }
  const joined = plansOf(account, key.id);
  const missing = plans.filter(plan => !joined.includes(plan));
  const fields: Record<string, string> = {};
  if (key.description !== row.description) fields['description'] = row.description;
  if (key.enabled !== row.enabled) fields['enabled'] = String(row.enabled);
  const tenant = owner?.tenant ?? key.tags['tenant'] ?? row.tenant;
  const recordTenant = owner === undefined;
  const tag = key.tags['tenant'] === undefined;
  const nothing = missing.length === 0 && Object.keys(fields).length === 0 && !recordTenant && !tag;
  return nothing
    ? { kind: 'unchanged', row, key }
    : { kind: 'update', row, key, plans: missing, fields, tenant, recordTenant, tag };
}

const takenValue = (row: KeyRow, key: Key): string =>
  `${masked(row.value)} is the key "${key.name}" (${key.id}) of this account already; give "${row.name}" a value of its own`;

const takenName = (row: KeyRow, key: Key): string =>
  `this account has another key called "${row.name}" (${key.id}); choose another name, or rotate that key`;

const otherTenant = (row: KeyRow, owner: string): string =>
  `"${row.tenant}" is not the tenant of this key, which is "${owner}"; a key keeps its tenant: revoke it and make a new one`;
