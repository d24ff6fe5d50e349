/** Value of the variable `acceptedTokens`: which JSON Web Tokens the authorizer accepts, as the stage config says. */
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
