import type { AcceptedTokens } from '../../contract/accepted-tokens';
import { textList } from '../aws/environment';
import { fieldsOf } from '../core/fields-of';

/** Undefined for what is not such JSON. */
export function acceptedTokens(value: unknown): AcceptedTokens | undefined {
  const { issuer, jwksUrl, algorithm, tenantClaim, usageKeyClaim, clockToleranceSeconds, ...lists } =
    fieldsOf(value);
  const audience = textList(lists['audience']);
  const identitySources = textList(lists['identitySources']);
  if (
    typeof issuer !== 'string' ||
    typeof jwksUrl !== 'string' ||
    typeof algorithm !== 'string' ||
    typeof tenantClaim !== 'string' ||
    (usageKeyClaim !== undefined && typeof usageKeyClaim !== 'string') ||
    typeof clockToleranceSeconds !== 'number' ||
    audience === undefined ||
    identitySources === undefined
  ) {
    return undefined;
  }
  return {
    issuer,
    audience,
    jwksUrl,
    algorithm,
    tenantClaim,
    ...(usageKeyClaim !== undefined && { usageKeyClaim }),
    clockToleranceSeconds,
    identitySources,
  };
}
