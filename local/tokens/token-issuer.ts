/**
 * Stands in for the issuers whose JSON Web Tokens an authorizer function accepts. Such a function looks up keys here: the
 * run's own, and beside it those that the issuer publishes, so that tokens of the issuer count as they do on AWS.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock';
import type { FunctionModel } from '../template/model';
import { type AcceptedTokens, acceptedTokens } from './accepted-tokens';
import { newSigningKey, type SigningKey } from './signing-key';

/** A token that a function of the run accepts, valid for a week. */
export interface IssuedToken {
  /** The authorizer that accepts it. */
  readonly functionArn: string;
  readonly issuer: string;
  readonly tenant: string;
  readonly token: string;
}

export interface TokenIssuerOptions {
  readonly clock: Clock;
  readonly report: (message: string) => void;
}

const tenant = 'local';
const lifetimeSeconds = 7 * 24 * 3600;
/** Below the time that an authorizer waits for keys, so that the run's own key is known although the issuer is silent. */
const issuerTimeoutMilliseconds = 2000;

export class TokenIssuer {
  private readonly keys = new Map<string, SigningKey>();
  /** Where issuers publish their keys, by the path under which they are looked up here. */
  private readonly published = new Map<string, string>();
  private readonly silent = new Set<string>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(private readonly options: TokenIssuerOptions) {}

  /** The functions, of which those that accept tokens look up keys here. */
  async bind(functions: readonly FunctionModel[]): Promise<FunctionModel[]> {
    const bound: FunctionModel[] = [];
    for (const fn of functions) bound.push(await this.bindOne(fn));
    return bound;
  }

  /**
   * One for each function that accepts tokens.
   * @param usageKey value of the API key in tokens that carry one
   */
  tokens(functions: readonly FunctionModel[], usageKey: string | undefined): IssuedToken[] {
    const now = Math.floor(this.options.clock.now() / 1000);
    return functions.flatMap(fn => {
      const accepted = acceptedTokens(fn);
      const key = accepted && this.keys.get(accepted.algorithm);
      if (!key) return [];
      const { issuer, audience, tenantClaim, usageKeyClaim } = accepted;
      const claims = {
        ...(usageKeyClaim !== undefined && { [usageKeyClaim]: usageKey }),
        sub: tenant,
        [tenantClaim]: tenant,
        iss: issuer,
        aud: audience,
        iat: now,
        exp: now + lifetimeSeconds,
      };
      return [{ functionArn: fn.arn, issuer, tenant, token: key.signed(claims) }];
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>(done => this.server.close(() => done()));
  }

  private async bindOne(fn: FunctionModel): Promise<FunctionModel> {
    const accepted = acceptedTokens(fn);
    if (!accepted || fn.acceptedTokensVariable === undefined) return fn;
    await this.makeKey(accepted);
    const jwksUrl = `${await this.url()}${this.pathFor(accepted.jwksUrl)}`;
    const bound = JSON.stringify({ ...accepted, jwksUrl });
    return { ...fn, environment: { ...fn.environment, [fn.acceptedTokensVariable]: bound } };
  }

  private async makeKey({ algorithm }: AcceptedTokens): Promise<void> {
    if (!this.keys.has(algorithm)) this.keys.set(algorithm, await newSigningKey(algorithm));
  }

  private pathFor(jwksUrl: string): string {
    const known = [...this.published].find(([, url]) => url === jwksUrl)?.[0];
    const path = known ?? `/${this.published.size}`;
    this.published.set(path, jwksUrl);
    return path;
  }

  private async url(): Promise<string> {
    if (!this.server.listening)
      await new Promise<void>((done, fail) => this.server.once('error', fail).listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const jwksUrl = this.published.get(url);
    if (jwksUrl === undefined) return void response.writeHead(404).end();
    const own = [...this.keys.values()].map(({ jwk }) => jwk);
    const keys = [...own, ...(await this.keysOf(jwksUrl))];
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  }

  private async keysOf(jwksUrl: string): Promise<readonly unknown[]> {
    try {
      const signal = AbortSignal.timeout(issuerTimeoutMilliseconds);
      const response = await fetch(jwksUrl, { redirect: 'error', signal });
      const answer: unknown = await response.json();
      const { keys } = answer as { keys?: unknown };
      if (!response.ok || !Array.isArray(keys)) throw new Error(`it answered ${response.status}`);
      return keys;
    } catch (error) {
      this.tellSilence(jwksUrl, error);
      return [];
    }
  }

  private tellSilence(jwksUrl: string, error: unknown): void {
    if (this.silent.has(jwksUrl)) return;
    this.silent.add(jwksUrl);
    const reason = error instanceof Error ? error.message : error;
    this.options.report(
      `${jwksUrl} gave no keys (${reason}): of its issuer's tokens only those in .local/ready.json are accepted.`,
    );
  }
}
