import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Jwk } from 'aws-jwt-verify/jwk';

/** A key made for one run. */
export interface SigningKey {
  /** The public half, as issuers publish it (RFC 7517). */
  readonly jwk: Jwk & { readonly kid: string };
  /** The claims as a JSON Web Token in compact form (RFC 7515, section 7.1). */
  signed(claims: object): string;
}

interface Algorithm {
  readonly keyPair: () => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;
  /** EdDSA hashes by itself. */
  readonly hash: string | null;
}

const make = promisify(generateKeyPair);
const rsa = () => make('rsa', { modulusLength: 2048 });
const curve = (namedCurve: string) => () => make('ec', { namedCurve });

/** RFC 7518, section 3.1, and RFC 8037. */
const algorithms = {
  RS256: { keyPair: rsa, hash: 'sha256' },
  RS384: { keyPair: rsa, hash: 'sha384' },
  RS512: { keyPair: rsa, hash: 'sha512' },
  ES256: { keyPair: curve('P-256'), hash: 'sha256' },
  ES384: { keyPair: curve('P-384'), hash: 'sha384' },
  ES512: { keyPair: curve('P-521'), hash: 'sha512' },
  EdDSA: { keyPair: () => make('ed25519', {}), hash: null },
} satisfies Readonly<Record<string, Algorithm>>;

export type SigningAlgorithm = keyof typeof algorithms;

export function isSigningAlgorithm(value: unknown): value is SigningAlgorithm {
  return typeof value === 'string' && Object.hasOwn(algorithms, value);
}

export async function newSigningKey(alg: SigningAlgorithm): Promise<SigningKey> {
  const { keyPair, hash }: Algorithm = algorithms[alg];
  const { publicKey, privateKey } = await keyPair();
  const { kty = '', ...key } = publicKey.export({ format: 'jwk' });
  const kid = `local-${alg}`;
  return {
    jwk: { ...key, kty, kid, alg, use: 'sig' },
    signed: claims => {
      const content = [{ alg, kid, typ: 'JWT' }, claims].map(encoded).join('.');
      // Signatures of curves are the two numbers one after the other (RFC 7518, section 3.4), not ASN.1.
      const signer = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
      return `${content}.${sign(hash, Buffer.from(content), signer).toString('base64url')}`;
    },
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
