import { DomainError } from '../../core/domain-error';
import type { UsageReader } from '../../core/tenant/usage';
import type { Operation } from '../router';

export function getUsageOperation(readUsage: UsageReader): Operation {
  return async ({ apiKeyId, apiId, stage }) => {
    const usage = apiKeyId && (await readUsage({ apiKeyId, apiId, stage }));
    if (!usage) throw new DomainError('not_found', 'You call this stage without the key of a usage plan.');
    return { status: 200, body: usage };
  };
}
