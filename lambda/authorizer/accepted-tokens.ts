/** Which tokens are accepted, as the stage config says. */
export interface AcceptedTokens {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly algorithm: string;
  readonly tenantClaim: string;
  readonly usageKeyClaim?: string;
  readonly clockToleranceSeconds: number;
  /** Where a request's token stands, as API Gateway writes it; the first source that a request has counts. */
  readonly identitySources: readonly string[];
}

/** Undefined for what is not such JSON. */
export function acceptedTokens(value: unknown): AcceptedTokens | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { issuer, audience, jwksUrl, algorithm, tenantClaim, clockToleranceSeconds, identitySources } =
    value as Partial<AcceptedTokens>;
  const complete =
    typeof issuer === 'string' &&
    Array.isArray(audience) &&
    typeof jwksUrl === 'string' &&
    typeof algorithm === 'string' &&
    typeof tenantClaim === 'string' &&
    typeof clockToleranceSeconds === 'number' &&
    Array.isArray(identitySources);
  return complete ? (value as AcceptedTokens) : undefined;
}
