/** Hostile requests: kinds take turns, everything else is random. */
import { MALFORMED } from './malformed';
import type { Maker, Place } from './message';
import { ODD } from './odd';
import type { Random } from './random';

export interface Attack {
  readonly kind: string;
  /** Which API of the fixture app it goes to. */
  readonly fixture: string;
  readonly bytes: Buffer;
}

const PLACES: readonly Place[] = [
  { fixture: 'greedy', path: '/stage/thing', post: '/stage/thing' },
  { fixture: 'binary-star', path: '/test/thing', post: '/test/thing' },
  { fixture: 'compression-all', path: '/dev/thing', post: '/dev/thing' },
  { fixture: 'validated', path: '/dev/optional', post: '/dev/strict' },
  { fixture: 'validated', path: '/dev/two-queries', post: '/dev/list' },
  { fixture: 'mocks', path: '/dev/something', post: '/dev/something' },
  { fixture: 'mapping', path: '/dev/accept/json-and-xml', post: '/dev/request/params-all' },
  { fixture: 'mapping', path: '/dev/accept/xml-only', post: '/dev/request/json-deep' },
  { fixture: 'http', path: '/test/greedy/thing', post: '/test/proxy' },
  { fixture: 'keyed', path: '/dev/jobs', post: '/dev/jobs' },
  { fixture: 'iam', path: '/dev/echo', post: '/dev/echo' },
  { fixture: 'request-two-sources', path: '/prod/x', post: '/prod/x' },
  { fixture: 'gateway-variables', path: '/dev/unknown', post: '/dev/unknown' },
];

const KINDS: Readonly<Record<string, Maker>> = { ...MALFORMED, ...ODD };

export const KIND_NAMES = Object.keys(KINDS);

/** The next attack of a sequence: kinds take turns, everything else is random. */
export function nextAttack(random: Random, index: number): Attack {
  const kind = KIND_NAMES[index % KIND_NAMES.length] as string;
  const place = random.pick(PLACES);
  const made = (KINDS[kind] as Maker)(random, place);
  return { kind, fixture: place.fixture, bytes: Array.isArray(made) ? Buffer.concat(made) : made };
}
