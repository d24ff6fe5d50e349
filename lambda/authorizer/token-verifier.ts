import { JwtVerifier } from 'aws-jwt-verify';
import {
  FetchError,
  JwksValidationError,
  JwtBaseError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { AcceptedTokens } from './accepted-tokens';

export type Claims = Readonly<Record<string, unknown>>;
/** The claims of a good token; undefined for any other. It rejects when the issuer's keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Claims | undefined>;

/** What an issuer has to answer within; a request waits for it when a new key appears. */
const fetchTimeoutMs = 3000;

/**
 * Verifies against the keys that the issuer publishes. A key that is not known yet is looked up anew, so that issuers
 * can change their keys. The algorithm is the stage's, never the token's choice, and a token without an end is refused
 * (RFC 8725, "JSON Web Token Best Current Practices").
 */
export function tokenVerifier(accepted: AcceptedTokens): VerifyToken {
  const { issuer, audience, algorithm, clockToleranceSeconds } = accepted;
  const jwksUri = accepted.jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: [...audience],
      jwksUri,
      graceSeconds: clockToleranceSeconds,
      customJwtCheck: ({ header, payload }) => {
        if (header.alg !== algorithm) throw new RefusedToken('the algorithm is another');
        if (typeof payload.exp !== 'number') throw new RefusedToken('it never ends');
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
  );
  return async token => {
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (isIssuersFault(error)) throw error;
      if (error instanceof JwtBaseError || error instanceof RefusedToken) return undefined;
      throw error;
    }
  };
}

class RefusedToken extends Error {}

function isIssuersFault(error: unknown): boolean {
  return (
    error instanceof FetchError ||
    error instanceof JwksValidationError ||
    error instanceof WaitPeriodNotYetEndedJwkError
  );
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
  if (!response.ok) throw new FetchError(uri, `the issuer answered ${response.status}`);
  return response.arrayBuffer();
}
