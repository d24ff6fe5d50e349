/**
 * Checks of plain data that collect every problem before anything fails. A stage config is compiled without type
 * checks when the CDK CLI runs the app, so its types are checked here once more.
 */
import { nearest } from './nearest';
import { isRecord } from './plain-data';
import { fieldPath, rightParts, WrongPart } from './right-parts';

export interface Problem {
  /** Where: `plans[0].throttle.burst`. */
  readonly path: string;
  /** What is wrong there, to follow the path: `is below the rate`. */
  readonly what: string;
  readonly received: unknown;
  readonly allowed: string;
  readonly remedy: string;
}

export type Report = (problem: Problem) => void;
/** Reports what is wrong with a value and tells whether it was right. */
export type Check = (value: unknown, path: string, report: Report) => boolean;
/** A check over several fields; it runs as far as the fields that it reads are right by themselves. */
export type Rule<T> = (value: T, path: string, report: Report) => void;

/** One check a field; the fields that a type requires are marked with `required`. */
export type Shape<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Check : RequiredCheck;
};
interface RequiredCheck {
  readonly required: Check;
}

export function required(check: Check): RequiredCheck {
  return { required: check };
}

export function fields<T extends object>(shape: Shape<T>, ...rules: readonly Rule<T>[]): Check {
  const names = Object.keys(shape);
  return (value, path, report) => {
    if (!isRecord(value)) {
      return refuse(
        report,
        path,
        'is not an object',
        value,
        `an object with ${list(names)}`,
        'write an object',
      );
    }
    return obey(rules, value as T, path, report, note => {
      for (const name of Object.keys(value).filter(name => !Object.hasOwn(shape, name))) {
        const at = fieldPath(path, name);
        refuse(note, at, 'is unknown', value[name], list(names), nearest(name, names));
      }
      for (const [name, field] of Object.entries<Check | RequiredCheck>(shape)) {
        const check = typeof field === 'function' ? field : field.required;
        const at = fieldPath(path, name);
        if (value[name] !== undefined) check(value[name], at, note);
        else if (typeof field !== 'function') {
          refuse(note, at, 'is missing', undefined, allowedBy(check), `add ${name}`);
        }
      }
    });
  };
}

/** An object whose keys are the user's own: route → throttle, variable → value. */
export function entries<T>(
  key: Check,
  check: Check,
  ...rules: readonly Rule<Readonly<Record<string, T>>>[]
): Check {
  return (value, path, report) => {
    if (!isRecord(value))
      return refuse(report, path, 'is not an object', value, 'an object', 'write an object');
    return obey(rules, value as Readonly<Record<string, T>>, path, report, note => {
      for (const [name, item] of Object.entries(value)) {
        const at = fieldPath(path, name);
        key(name, at, note);
        check(item, at, note);
      }
    });
  };
}

/** An object whose `tag` says which of several shapes it has. */
export function variants(tag: string, shapes: Readonly<Record<string, Check>>): Check {
  const kinds = oneOf(Object.keys(shapes));
  const allowed = `an object with ${tag}: ${list(Object.keys(shapes))}`;
  return (value, path, report) => {
    if (!isRecord(value)) return refuse(report, path, 'is not an object', value, allowed, 'write an object');
    const kind = value[tag];
    const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    return shape ? shape(value, path, report) : kinds(kind, fieldPath(path, tag), report);
  };
}

export function text(pattern: RegExp, allowed: string, remedy: string): Check {
  return (value, path, report) =>
    (typeof value === 'string' && pattern.test(value)) ||
    refuse(report, path, 'is malformed', value, allowed, remedy);
}

export function oneOf(values: readonly (string | number)[]): Check {
  return (value, path, report) =>
    values.some(allowed => allowed === value) ||
    refuse(report, path, 'is unknown', value, list(values), nearest(value, values));
}

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
  /** @default - fractions are refused */
  readonly fractions?: boolean;
  /** What the number counts: `seconds`, `requests a second`. */
  readonly unit: string;
}

export function number({ minimum, maximum, fractions = false, unit }: Range): Check {
  const allowed = `a ${fractions ? '' : 'whole '}number from ${minimum} to ${maximum}, ${unit}`;
  return (value, path, report) => {
    if (typeof value !== 'number') {
      return refuse(
        report,
        path,
        'is not a number',
        value,
        allowed,
        'write the number without quotation marks',
      );
    }
    // NaN is in no range.
    const fits = value >= minimum && value <= maximum && (fractions || Number.isInteger(value));
    return fits || refuse(report, path, 'is out of range', value, allowed, 'choose a number of this range');
  };
}

export const flag: Check = (value, path, report) =>
  typeof value === 'boolean' ||
  refuse(
    report,
    path,
    'is not a switch',
    value,
    'true or false',
    'write true or false without quotation marks',
  );

export function refuse(
  report: Report,
  path: string,
  what: string,
  received: unknown,
  allowed: string,
  remedy: string,
): false {
  report({ path, what, received, allowed, remedy });
  return false;
}

/** Checks the parts of a value and then, as far as these are right, the rules over them. */
export function obey<T>(
  rules: readonly Rule<T>[],
  value: T,
  path: string,
  report: Report,
  checkParts: (report: Report) => void,
): boolean {
  const problems = new Set<string>();
  const note: Report = problem => {
    problems.add(problem.path);
    report(problem);
  };
  checkParts(note);
  const parts = rightParts(value, path, new Set(problems));
  for (const rule of rules) {
    try {
      rule(parts, path, note);
    } catch (error) {
      if (!(error instanceof WrongPart)) throw error;
    }
  }
  return problems.size === 0;
}

/** What a check allows, in its own words. */
function allowedBy(check: Check): string {
  let allowed = 'a value';
  check(undefined, '', problem => {
    allowed = problem.allowed;
  });
  return allowed;
}

const list = (values: readonly (string | number)[]) => values.join(', ');
