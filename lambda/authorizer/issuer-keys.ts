/**
 * The keys that an issuer publishes, kept while they are fresh: a key that the issuer withdrew counts for ten minutes at
 * the most. A key that is not known is looked for at once, but not within ten seconds of a search in vain, so that callers
 * who make up keys cost the issuer nothing. (RFC 7517, section 5: a key that cannot be read leaves the others as they are.)
 */
import { FetchError } from 'aws-jwt-verify/error';
import { isJwk, type Jwks } from 'aws-jwt-verify/jwk';

const freshMilliseconds = 10 * 60_000;
const pauseMilliseconds = 10_000;
/** What an issuer has to answer within; a request waits for it when a new key appears. */
const fetchTimeoutMilliseconds = 3000;

export class IssuerKeys {
  private known?: Jwks;
  private readAt = Number.NEGATIVE_INFINITY;
  private inVainAt = Number.NEGATIVE_INFINITY;
  private asking?: Promise<void>;
  /** Why the issuer could not be asked last time. */
  private fault?: Error;

  constructor(
    private readonly uri: string,
    private readonly now: () => number,
  ) {}

  /**
   * The issuer's keys, in which this one is missing only when the issuer does not publish it. The same object as long as
   * they are the same.
   * @throws when the issuer would have to be asked and cannot be
   */
  async withKey(kid: string): Promise<Jwks> {
    const has = () => this.known?.keys.some(key => key.kid === kid) ?? false;
    const pausing = this.known !== undefined && this.now() - this.inVainAt < pauseMilliseconds;
    const stale = this.now() - this.readAt >= freshMilliseconds;
    if ((stale || !has()) && !pausing) {
      await this.ask();
      if (this.fault || !has()) this.inVainAt = this.now();
    }
    if (!this.known || (this.fault && !has())) throw this.fault ?? new Error(`${this.uri} gave no keys.`);
    return this.known;
  }

  /** Requests that come while the issuer is being asked wait for the same answer. */
  private ask(): Promise<void> {
    this.asking ??= this.read().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async read(): Promise<void> {
    try {
      this.known = await readKeys(this.uri);
      this.readAt = this.now();
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
    }
  }
}

async function readKeys(uri: string): Promise<Jwks> {
  const signal = AbortSignal.timeout(fetchTimeoutMilliseconds);
  const response = await fetch(uri, { redirect: 'error', signal });
  if (!response.ok) throw new FetchError(uri, `the issuer answered ${response.status}`);
  const answer: unknown = await response.json();
  const keys = typeof answer === 'object' && answer !== null && 'keys' in answer ? answer.keys : undefined;
  if (!Array.isArray(keys)) throw new FetchError(uri, 'the issuer answered no set of keys');
  return { keys: keys.filter(isJwk) };
}
