/** What a user reads when a local run serves: the address, the keys, a line to copy, and what is not served. */
import type { LocalRun } from './start';

export function banner(run: LocalRun): string {
  const [first] = run.apis;
  const lines = [
    '',
    ...run.apis.map(
      ({ name, url, internetUrl }) =>
        `  ${url}  ${name}${internetUrl ? ` (private; the internet is ${internetUrl})` : ''}`,
    ),
  ];
  const planned = run.keys.filter(({ plan }) => plan !== '');
  if (planned.length > 0) lines.push('', '  API keys');
  for (const { value, plan, tenant } of planned)
    lines.push(`    ${value}  plan ${plan}${tenant === '' ? '' : `, tenant ${tenant}`}`);
  if (run.tokens.length > 0) lines.push('', '  Tokens of the user pools are in .local/ready.json');
  if (first) lines.push('', '  Try', `    ${tryLine(run, first.url)}`);
  if (run.unsupported.length > 0) lines.push('', '  Not served locally');
  for (const [reason, ids] of byReason(run)) lines.push(`    ${ids.join(', ')}: ${reason}`);
  return [...lines, ''].join('\n');
}

/** A request that works: a submitted job where the API takes jobs, else the API's first method without parameters. */
function tryLine({ model, keys }: LocalRun, url: string): string {
  const methods = model.apis[0]?.methods ?? [];
  const key = keys.find(({ plan }) => plan !== '')?.value;
  const header = (needed: boolean) => (needed && key !== undefined ? ` -H 'x-api-key: ${key}'` : '');
  const submit = methods.find(({ path, httpMethod }) => path === '/jobs' && httpMethod === 'POST');
  if (submit)
    return `curl${header(submit.apiKeyRequired)} -H 'content-type: application/json' -d '{"name":"new_job_xyz"}' ${url}/jobs`;
  const plain = methods.find(
    ({ path, httpMethod }) => ['GET', 'ANY'].includes(httpMethod) && !path.includes('{'),
  );
  return `curl${header(plain?.apiKeyRequired ?? false)} ${url}${plain?.path ?? '/'}`;
}

function byReason({ unsupported }: LocalRun): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { reason, logicalId, type } of unsupported)
    grouped.set(reason, [...(grouped.get(reason) ?? []), `${logicalId} (${type})`]);
  return grouped;
}
