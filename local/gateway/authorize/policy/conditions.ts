/**
 * Condition blocks of policies. All keys of all operators must hold; of several values one suffices, with a negated
 * operator none may match. A key that is not there fails, except for negated operators and with `…IfExists`.
 * (IAM user guide, "IAM JSON policy elements: Condition operators".)
 */
import { BlockList, isIP } from 'node:net';
import { matchesWildcard } from './wildcard';

/** What is known of a request, by condition key in lower case. */
export type ConditionValues = Readonly<Record<string, string | readonly string[] | undefined>>;
export type Condition = (values: ConditionValues) => boolean;

type Test = (received: string, wanted: string) => boolean;

const compareNumbers =
  (holds: (a: number, b: number) => boolean): Test =>
  (received, wanted) =>
    holds(Number(received), Number(wanted));
const compareDates =
  (holds: (a: number, b: number) => boolean): Test =>
  (received, wanted) =>
    holds(time(received), time(wanted));
const like: Test = (received, wanted) => matchesWildcard(wanted, received);
const ignoringCase: Test = (received, wanted) => received.toLowerCase() === wanted.toLowerCase();
const equal: Test = (received, wanted) => received === wanted;

const tests: Readonly<Record<string, Test>> = {
  stringequals: equal,
  stringequalsignorecase: ignoringCase,
  stringlike: like,
  arnequals: like,
  arnlike: like,
  bool: ignoringCase,
  binaryequals: equal,
  ipaddress: inRange,
  numericequals: compareNumbers((a, b) => a === b),
  numericlessthan: compareNumbers((a, b) => a < b),
  numericlessthanequals: compareNumbers((a, b) => a <= b),
  numericgreaterthan: compareNumbers((a, b) => a > b),
  numericgreaterthanequals: compareNumbers((a, b) => a >= b),
  dateequals: compareDates((a, b) => a === b),
  datelessthan: compareDates((a, b) => a < b),
  datelessthanequals: compareDates((a, b) => a <= b),
  dategreaterthan: compareDates((a, b) => a > b),
  dategreaterthanequals: compareDates((a, b) => a >= b),
};

/** Undefined when the block is not one: an unknown operator, or no lists of values. */
export function compileConditions(block: unknown): readonly Condition[] | undefined {
  if (block === undefined) return [];
  if (typeof block !== 'object' || block === null) return undefined;
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    const holds = operatorOf(operator);
    if (!holds || typeof keys !== 'object' || keys === null) return undefined;
    for (const [key, wanted] of Object.entries(keys)) {
      const list = [wanted].flat().map(String);
      const name = key.toLowerCase();
      conditions.push(values => holds([values[name] ?? []].flat(), list));
    }
  }
  return conditions;
}

type Operator = (received: readonly string[], wanted: readonly string[]) => boolean;

function operatorOf(name: string): Operator | undefined {
  const [, quantifier, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(name) ?? [];
  if (base.toLowerCase() === 'null') {
    return (received, wanted) =>
      wanted.some(value => (value.toLowerCase() === 'true') === (received.length === 0));
  }
  const plain = base.toLowerCase();
  const positive = plain.replace(/^(string|arn|numeric|date|binary)not|^not(?=ipaddress)/, '$1');
  const test = tests[positive];
  if (!test) return undefined;
  const negated = positive !== plain;
  const matches = (value: string, wanted: readonly string[]) =>
    wanted.some(one => test(value, one)) !== negated;
  const every = quantifier?.toLowerCase() === 'forallvalues';
  return (received, wanted) => {
    if (received.length === 0)
      return every || ifExists !== undefined || (negated && quantifier === undefined);
    return every || (negated && quantifier === undefined)
      ? received.every(value => matches(value, wanted))
      : received.some(value => matches(value, wanted));
  };
}

/** Dates are ISO 8601 or seconds since the epoch. */
function time(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inRange(address: string, range: string): boolean {
  const [network = '', prefix] = range.split('/');
  const family = familyOf(network);
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!family || familyOf(plain) !== family) return false;
  const length = prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix);
  if (!(Number.isInteger(length) && length >= 0 && length <= (family === 'ipv4' ? 32 : 128))) return false;
  const list = new BlockList();
  list.addSubnet(network, length, family);
  return list.check(plain, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}
