/** What a user reads when a local run serves: the address, the keys, a line to copy, and what is not served. */
import { exampleRequest } from './example-request';
import type { LocalRun } from './start';

export function banner(run: LocalRun): string {
  const lines = [
    '',
    ...run.apis.map(
      ({ name, url, internetUrl }) =>
        `  ${url}  ${name}${internetUrl ? ` (private; the internet is ${internetUrl})` : ''}`,
    ),
  ];
  const planned = run.keys.filter(({ plan }) => plan !== '');
  if (planned.length > 0) lines.push('', '  API keys');
  for (const { value, plan, tenant, disabled } of planned)
    lines.push(
      `    ${value}  plan ${plan}${tenant === '' ? '' : `, tenant ${tenant}`}${disabled ? ', disabled' : ''}`,
    );
  if (run.tokens.length > 0) lines.push('', '  Tokens to call with are in .local/ready.json');
  const example = exampleRequest(run);
  if (example !== undefined) lines.push('', '  Try', `    ${example}`);
  if (run.unsupported.length > 0) lines.push('', '  Not served locally');
  for (const [reason, ids] of byReason(run)) lines.push(`    ${ids.join(', ')}: ${reason}`);
  return [...lines, ''].join('\n');
}

function byReason({ unsupported }: LocalRun): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { reason, logicalId, type } of unsupported)
    grouped.set(reason, [...(grouped.get(reason) ?? []), `${logicalId} (${type})`]);
  return grouped;
}
