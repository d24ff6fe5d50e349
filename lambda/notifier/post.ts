/**
 * Posts a callback to the public internet and nowhere else. The name is resolved here, every address of it must be
 * public, and the connection goes to the very address that was checked: a name that means something else a moment
 * later (DNS rebinding) changes nothing. Redirects are not followed, so none can lead inside.
 */
import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { CallbackAnswer, Callbacks } from '../core/notify/notify';
import { isPublicAddress } from '../core/notify/public-address';
import { callbackUrlMistake } from '../core/submit/callback-url';

export interface PostOptions {
  /** Lets local runs call this machine and its network. */
  readonly allowLocal: boolean;
  /** Addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  readonly timeoutMs?: number;
}

export function createCallbacks({
  allowLocal,
  resolve = addressesOf,
  timeoutMs = 15_000,
}: PostOptions): Callbacks {
  async function checkedAddress(hostname: string): Promise<string> {
    const name = hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(name) ? [name] : await resolve(name);
    const refused = addresses.find(address => !allowLocal && !isPublicAddress(address));
    if (refused !== undefined)
      throw new Error(`the host has the address ${refused}, which is not a public one`);
    const [first] = addresses;
    if (first === undefined) throw new Error('the host has no address');
    return first;
  }

  return {
    async post(text, headers, body): Promise<CallbackAnswer> {
      try {
        const mistake = callbackUrlMistake(text, allowLocal);
        if (mistake) throw new Error(`the URL ${mistake}`);
        const url = new URL(text);
        return await send(url, await checkedAddress(url.hostname), headers, body, timeoutMs);
      } catch (error) {
        return { error: (error instanceof Error ? error.message : String(error)).slice(0, 200) };
      }
    },
  };
}

async function addressesOf(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function send(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): Promise<{ readonly status: number }> {
  const request = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Jobgate' },
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_name, options, answer) => {
          const family = isIP(address);
          if (options.all) answer(null, [{ address, family }]);
          else answer(null, address, family);
        },
      },
      response => {
        resolve({ status: response.statusCode ?? 0 });
        // Nobody reads what it says: an endless answer must not keep the function.
        response.destroy();
      },
    );
    outgoing.on('error', error => {
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error(`no answer within ${timeoutMs / 1_000} s`)
          : error,
      );
    });
    outgoing.end(body);
  });
}
