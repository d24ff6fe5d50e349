import { JwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { AcceptedTokens } from '../../contract/accepted-tokens';
import { IssuerKeys } from './issuer-keys';

export type Claims = Readonly<Record<string, unknown>>;
/** The claims of a good token; undefined for any other. It rejects when the issuer's keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Claims | undefined>;

type Unverified = ReturnType<typeof decomposeUnverifiedJwt>;

/**
 * Verifies against the keys that the issuer publishes. The algorithm is the stage's, never the token's choice; a token
 * without an end is refused, and one with extensions that nobody here understands (RFC 8725, "JSON Web Token Best
 * Current Practices"; RFC 7515, section 4.1.11).
 */
export function tokenVerifier(accepted: AcceptedTokens, now: () => number = Date.now): VerifyToken {
  const { issuer, audience, jwksUrl: jwksUri, clockToleranceSeconds } = accepted;
  const keys = new IssuerKeys(jwksUri, now);
  const verifier = JwtVerifier.create({
    issuer,
    audience: [...audience],
    jwksUri,
    graceSeconds: clockToleranceSeconds,
  });
  let cached: Jwks | undefined;
  return async token => {
    const unverified = read(token);
    const { kid } = unverified?.header ?? {};
    if (!unverified || kid === undefined || !isPromising(unverified, accepted, now())) return undefined;
    const published = await keys.withKey(kid);
    if (published !== cached) verifier.cacheJwks(published);
    cached = published;
    return refusedAs(undefined, () => verifier.verifySync(token));
  };
}

function read(token: string): Unverified | undefined {
  return refusedAs(undefined, () => decomposeUnverifiedJwt(token));
}

/** What can be told without the issuer's keys, so that no other token makes us ask for them. */
function isPromising(
  { header, payload }: Unverified,
  { issuer, algorithm, clockToleranceSeconds }: AcceptedTokens,
  now: number,
): boolean {
  const { exp, iat } = payload;
  const latest = now / 1000 + clockToleranceSeconds;
  return (
    header.alg === algorithm &&
    !('crit' in header) &&
    payload.iss === issuer &&
    exp !== undefined &&
    exp > 0 &&
    // A token of the future comes from a clock that differs by more than the stage allows.
    (iat === undefined || iat <= latest)
  );
}

/** What the library finds wrong with a token; any other error is none of the token's. */
function refusedAs<Value, Refused>(refused: Refused, verified: () => Value): Value | Refused {
  try {
    return verified();
  } catch (error) {
    if (error instanceof JwtBaseError) return refused;
    throw error;
  }
}
