import { tenantPrefixes } from '../../contract/table';
import { type Rule, refuse } from './check';
import { fieldPath } from './right-parts';
import type { StageConfig } from './stage-config';

/** A limit of a tenant that nobody can be would never apply, and its author would not learn of it. */
export const limitsAreOfSomebody: Rule<StageConfig> = (config, _path, report) => {
  const { authorization, jobs, submissionTopics = [], schedules = [] } = config;
  const modes = new Set([authorization?.mode ?? 'none', ...Object.values(authorization?.routes ?? {})]);
  const others = new Set([...submissionTopics, ...schedules].map(({ tenant }) => tenant));
  const prefixes = Object.entries(tenantPrefixes).flatMap(([mode, prefix]) =>
    [...modes].some(used => used === mode) ? `${prefix}:` : [],
  );
  for (const tenant of Object.keys(jobs?.limits ?? {})) {
    if (tenant === '*' || others.has(tenant)) continue;
    const named = tenant.includes(':');
    if (named ? prefixes.some(prefix => tenant.startsWith(prefix)) : modes.has('none')) continue;
    const kinds = [
      ...prefixes.map(prefix => `${prefix}…`),
      ...(modes.has('none') ? ['a tenant of a key'] : []),
    ];
    refuse(
      report,
      fieldPath('jobs.limits', tenant),
      'is of a tenant that no caller of this stage can have',
      tenant,
      `*, ${kinds.join(', ')}, or a tenant of submissionTopics or schedules`,
      'write how the tenant is known in front of it, or choose the mode that knows it',
    );
  }
};
