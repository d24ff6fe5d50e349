import { isIPv6 } from 'node:net';
import { type Check, refuse, text } from './check';
import { fewItems, items, notEmpty } from './lists';
import { parseRange } from './private/address';

const ipv6Range = /^([0-9a-f:.]+)\/(\d|[1-9]\d|1[01]\d|12[0-8])$/i;

function isIpv6Range(text: string): boolean {
  const [, address = '', bits] = ipv6Range.exec(text) ?? [];
  return isIPv6(address) && ipv6Number(address) % 2n ** BigInt(128 - Number(bits)) === 0n;
}

function ipv6Number(address: string): bigint {
  // A URL has the address in one form: hexadecimal words, the longest row of zeros left out.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const words = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array<string>(missing).fill('0'), ...words(tail)];
  return all.reduce((number, word) => number * 65_536n + BigInt(`0x${word}`), 0n);
}

/** A range of IPv4 or IPv6 addresses, written by its first one. */
const cidrCheck: Check = (value, path, report) =>
  (typeof value === 'string' && (parseRange(value) !== undefined || isIpv6Range(value))) ||
  refuse(
    report,
    path,
    'is malformed',
    value,
    'an address range, by its first address, like 203.0.113.0/24 or 2001:db8::/32',
    'write address/bits, /32 for one IPv4 address',
  );

/** "AWS WAF supports all … ranges except for /0" (AWS WAF API reference, CreateIPSet). */
const someAddresses: Check = (value, path, report) =>
  !/\/0$/.test(String(value)) ||
  refuse(
    report,
    path,
    'is every address',
    value,
    'a range that ends with /1 or more',
    'write narrower ranges',
  );

/** Ranges of an IP set of AWS WAF. */
export const firewallRangesCheck = items(
  (value, path, report) => cidrCheck(value, path, report) && someAddresses(value, path, report),
  // AWS WAF quotas: addresses in one IP set.
  fewItems(10_000, 'join neighbouring ranges'),
);

export const allowedIpsCheck = items<string>(cidrCheck, notEmpty('a range'), (ranges, path, report) => {
  // A resource policy ends at 8,192 characters (API Gateway quotas); 400 are for what stands around the ranges.
  const characters = JSON.stringify(ranges).length + 400;
  if (characters <= 8192) return;
  const remedy = 'join neighbouring ranges';
  refuse(report, path, 'do not fit a resource policy', characters, '8192 characters of policy', remedy);
});

export const emailsCheck = items<string>(
  text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', 'correct the address'),
  notEmpty('an address'),
);
