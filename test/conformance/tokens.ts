/** Tokens as a Cognito user pool would sign them, with keys of the target's own. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** What a fact says about the token that it sends. */
export interface TokenSpec {
  readonly use: 'id' | 'access';
  readonly scope?: string;
  /** Seconds until it expires; negative when it has. @default 3600 */
  readonly expiresIn?: number;
  readonly signedBy?: 'another';
  readonly pool?: 'another';
  readonly client?: 'another';
  readonly algorithm?: 'none' | 'HS256';
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Pool {
  readonly arn: string;
  readonly id: string;
  readonly clientIds: readonly string[];
}

const KEY_ID = 'conformance';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class TokenSigner {
  private readonly key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private stranger: KeyObject | undefined;

  /** The public keys, as a pool publishes them. */
  readonly jwks = {
    keys: [
      {
        kid: KEY_ID,
        alg: 'RS256' as const,
        use: 'sig' as const,
        ...(this.key.publicKey.export({ format: 'jwk' }) as RsaJwk),
      },
    ],
  };

  sign(spec: TokenSpec, pool: Pool, now: number): string {
    const seconds = Math.floor(now / 1_000);
    const id = spec.pool === 'another' ? 'us-east-1_another' : pool.id;
    const client = spec.client === 'another' ? 'another-client' : pool.clientIds[0];
    const payload = {
      sub: 'user-7',
      iss: `https://cognito-idp.${pool.arn.split(':')[3]}.amazonaws.com/${id}`,
      token_use: spec.use,
      iat: seconds,
      exp: seconds + (spec.expiresIn ?? 3_600),
      ...(spec.use === 'id'
        ? { aud: client, email_verified: true }
        : { client_id: client, scope: spec.scope ?? '' }),
      ...spec.claims,
    };
    const text = `${encoded({ kid: KEY_ID, alg: spec.algorithm ?? 'RS256' })}.${encoded(payload)}`;
    if (spec.algorithm === 'none') return `${text}.`;
    const key = spec.signedBy === 'another' ? this.strangersKey() : this.key.privateKey;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
  }

  private strangersKey(): KeyObject {
    this.stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return this.stranger;
  }
}

interface RsaJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
}
