import { type Check, obey, type Rule, refuse } from './check';

/** A list; words and numbers stand in it once. */
export function items<T>(check: Check, ...rules: readonly Rule<readonly T[]>[]): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) {
      return refuse(report, path, 'is not a list', value, 'a list', 'put the value in square brackets');
    }
    return obey([noRepetition, ...rules], value as readonly T[], path, report, note => {
      for (const [index, item] of value.entries()) check(item, `${path}[${index}]`, note);
    });
  };
}

/** Reports every item whose key came before: names, tenants, ids that must differ. */
export function unique<T>(key: (item: T) => unknown, what: string): Rule<readonly T[]> {
  return (list, path, report) => {
    const seen = new Map<unknown, number>();
    list.forEach((item, index) => {
      const first = seen.get(key(item));
      if (first === undefined) seen.set(key(item), index);
      else {
        refuse(
          report,
          `${path}[${index}]`,
          `repeats the ${what} of ${path}[${first}]`,
          key(item),
          `each ${what} once`,
          'rename or remove one',
        );
      }
    });
  };
}

/** A service would refuse the repetition, or aws-cdk-lib would, which makes a construct of each item. */
const noRepetition: Rule<readonly unknown[]> = (list, path, report) => {
  if (list.every(item => typeof item !== 'object')) unique(item => item, 'value')(list, path, report);
};

export function notEmpty(what: string): Rule<readonly unknown[]> {
  return (list, path, report) => {
    if (list.length === 0) refuse(report, path, 'is empty', list, `at least ${what}`, `add ${what}`);
  };
}

export function fewItems(maximum: number, remedy: string): Rule<readonly unknown[]> {
  return (list, path, report) => {
    if (list.length > maximum)
      refuse(report, path, 'are too many', list.length, `${maximum} at most`, remedy);
  };
}
