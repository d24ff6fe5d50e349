import { privateRanges } from '../../../contract/private-ranges';
import type { Check } from '../check';
import { refuse } from '../check';

/** The number of a dotted IPv4 address, undefined when it is not one. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

interface Range {
  readonly first: number;
  readonly bits: number;
}

/** A CIDR block, undefined when it is malformed or has bits set behind its prefix. */
export function parseRange(text: string): Range | undefined {
  const [address, bits, ...rest] = text.split('/');
  const first = parseAddress(address ?? '');
  if (first === undefined || rest.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(bits ?? '')) return undefined;
  return first % 2 ** (32 - Number(bits)) === 0 ? { first, bits: Number(bits) } : undefined;
}

export function contains(outer: Range, inner: Range): boolean {
  const size = 2 ** (32 - outer.bits);
  return inner.bits >= outer.bits && Math.floor(inner.first / size) === Math.floor(outer.first / size);
}

function isPrivate(range: Range): boolean {
  return privateRanges.some(text => contains(parseRange(text)!, range));
}

/** A private IPv4 address. */
export const privateAddress: Check = (value, path, report) => {
  const number = typeof value === 'string' ? parseAddress(value) : undefined;
  if (number === undefined) {
    return refuse(
      report,
      path,
      'is not an IPv4 address',
      value,
      'an address like 10.20.0.5',
      'write the address',
    );
  }
  return (
    isPrivate({ first: number, bits: 32 }) ||
    refuse(
      report,
      path,
      'is a public address',
      value,
      `an address in ${privateRanges.join(', ')}`,
      'name the back end by its private address; nothing here goes over the internet',
    )
  );
};

/** A private IPv4 block whose prefix has at least and at most so many bits. */
export function privateRange(fewestBits: number, mostBits: number): Check {
  const allowed = `a block in ${privateRanges.join(', ')} with a prefix of /${fewestBits} to /${mostBits}`;
  return (value, path, report) => {
    const range = typeof value === 'string' ? parseRange(value) : undefined;
    if (range === undefined) {
      return refuse(report, path, 'is not a CIDR block', value, allowed, 'write it like 10.20.0.0/16');
    }
    const fits = range.bits >= fewestBits && range.bits <= mostBits && isPrivate(range);
    return (
      fits ||
      refuse(report, path, 'is not a private block of that size', value, allowed, 'choose another block')
    );
  };
}
