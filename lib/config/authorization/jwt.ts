import { type Check, fields, number, oneOf, refuse, required } from '../check';
import { items, notEmpty } from '../lists';
import { claimCheck as claim } from './common';

const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

export interface JwtConfig {
  /** Who made the tokens: `iss`, exactly. */
  readonly issuer: string;
  /** For whom they were made: one of these in `aud`. */
  readonly audience: readonly string[];
  /**
   * Where the issuer publishes its keys.
   * @default - `.well-known/jwks.json` below the issuer
   */
  readonly jwksUrl?: string;
  /**
   * The only algorithm that counts, whatever a token says of itself.
   * @default 'RS256'
   */
  readonly algorithm?: (typeof algorithms)[number];
  /**
   * Claim that names the tenant.
   * @default 'sub'
   */
  readonly tenantClaim?: string;
  /**
   * Claim whose value is the API key's value, for the key source `authorizer`.
   * @default - none
   */
  readonly usageKeyClaim?: string;
  /**
   * Seconds by which the issuer's clock may differ.
   * @default 30
   */
  readonly clockToleranceSeconds?: number;
}

export const jwtDefaults = { algorithm: 'RS256', tenantClaim: 'sub', clockToleranceSeconds: 30 } as const;

/** With every default filled in, as the authorizer reads it. */
export function completeJwt(jwt: JwtConfig) {
  return { ...jwtDefaults, jwksUrl: `${jwt.issuer.replace(/\/$/, '')}/.well-known/jwks.json`, ...jwt };
}

/** An issuer on this machine may do without TLS, for local runs. */
const url: Check = (value, path, report) =>
  (typeof value === 'string' &&
    /^(https:\/\/[^\s"\\]+|http:\/\/127\.0\.0\.1(:\d+)?(\/[^\s"\\]*)?)$/.test(value) &&
    URL.canParse(value)) ||
  refuse(report, path, 'is malformed', value, 'an https URL', 'write the URL with https://');
export const jwtCheck = fields<JwtConfig>({
  issuer: required(url),
  audience: required(items<string>(claim, notEmpty('an audience'))),
  jwksUrl: url,
  algorithm: oneOf(algorithms),
  tenantClaim: claim,
  usageKeyClaim: claim,
  clockToleranceSeconds: number({ minimum: 0, maximum: 300, unit: 'seconds' }),
});
