import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An issuer on this machine: it signs tokens and publishes its keys. */
export class Issuer {
  readonly url: string;
  /** Requests for its keys. */
  lookups = 0;
  status = 200;
  /** What it answers instead of its keys. */
  answer: string | undefined;
  /** Published beside the keys. */
  unreadable: readonly unknown[] = [];
  private readonly keys = new Map<string, KeyObject>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<Issuer> {
    const server = createServer((_request, response) => {
      issuer.lookups += 1;
      const keys = [...issuer.keys].map(([kid, key]) => ({
        ...key.export({ format: 'jwk' }),
        kid,
        use: 'sig',
      }));
      const answer = issuer.answer ?? JSON.stringify({ keys: [...keys, ...issuer.unreadable] });
      response.writeHead(issuer.status).end(answer);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const issuer = new Issuer(server);
    return issuer;
  }

  stop(): Promise<void> {
    return new Promise(resolve => this.server.close(() => resolve()));
  }

  pem(kid: string): string {
    return String(this.keys.get(kid)?.export({ type: 'spki', format: 'pem' }));
  }

  withdraw(kid: string): void {
    this.keys.delete(kid);
  }

  /** Makes a key pair, publishes the public half, and returns a signer of claims. */
  newKey(kid: string, alg: 'RS256' | 'RS512' = 'RS256') {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.keys.set(kid, publicKey);
    return (claims: object, header: object = {}) => {
      const signed = [{ alg, typ: 'JWT', kid, ...header }, claims]
        .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      const digest = alg === 'RS256' ? 'sha256' : 'sha512';
      return `${signed}.${sign(digest, Buffer.from(signed), privateKey).toString('base64url')}`;
    };
  }
}
