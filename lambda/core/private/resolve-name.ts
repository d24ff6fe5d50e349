import { BlockList } from 'node:net';
import { privateRanges } from '../../../contract/private-ranges';
import type { AddressSource } from './keep-targets';

const inside = new BlockList();
for (const range of privateRanges) {
  const [network = '', prefix] = range.split('/');
  inside.addSubnet(network, Number(prefix));
}

/** Asks DNS once for the IPv4 addresses of a name. */
export type Resolve = (hostName: string) => Promise<readonly string[]>;

/** A server with many addresses may answer with some of them at a time; several answers are put together. */
const ANSWERS = 3;

/**
 * The addresses of a name.
 * @throws when an answer holds an address that is not private: requests would leave for the internet
 */
export function namedAddresses(hostName: string, resolve: Resolve): AddressSource {
  return {
    addresses: async () => {
      const found = new Set<string>();
      for (let answer = 0; answer < ANSWERS; answer += 1) {
        for (const address of await resolve(hostName)) found.add(address);
      }
      const stray = [...found].filter(address => !inside.check(address));
      if (stray.length > 0) {
        throw new Error(
          `${hostName} resolves to ${stray.join(', ')}; only private addresses may become targets.`,
        );
      }
      return [...found].sort();
    },
  };
}
