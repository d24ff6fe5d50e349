/**
 * Checks of plain data that collect every problem before anything fails. A stage config is compiled without type
 * checks when the CDK CLI runs the app, so its types are checked here once more.
 */
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
/** A check over several fields; it runs only when each field by itself is right. */
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
    let right = true;
    for (const name of Object.keys(value).filter(name => !Object.hasOwn(shape, name))) {
      right = refuse(report, join(path, name), 'is unknown', value[name], list(names), nearest(name, names));
    }
    for (const [name, field] of Object.entries<Check | RequiredCheck>(shape)) {
      const check = typeof field === 'function' ? field : field.required;
      if (value[name] !== undefined) right = check(value[name], join(path, name), report) && right;
      else if (typeof field !== 'function') {
        right = refuse(report, join(path, name), 'is missing', undefined, 'a value', `add ${name}`);
      }
    }
    return right && obey(rules, value as T, path, report);
  };
}

export function items<T>(check: Check, ...rules: readonly Rule<readonly T[]>[]): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) {
      return refuse(report, path, 'is not a list', value, 'a list', 'put the value in square brackets');
    }
    const right = value.map((item, index) => check(item, `${path}[${index}]`, report)).every(Boolean);
    return right && obey(rules, value as readonly T[], path, report);
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
    let right = true;
    for (const [name, item] of Object.entries(value)) {
      const at = `${path}[${JSON.stringify(name)}]`;
      right = key(name, at, report) && check(item, at, report) && right;
    }
    return right && obey(rules, value as Readonly<Record<string, T>>, path, report);
  };
}

/** An object whose `tag` says which of several shapes it has. */
export function variants(tag: string, shapes: Readonly<Record<string, Check>>): Check {
  const kinds = oneOf(Object.keys(shapes));
  return (value, path, report) => {
    if (!isRecord(value))
      return refuse(report, path, 'is not an object', value, 'an object', 'write an object');
    const kind = value[tag];
    const shape = typeof kind === 'string' ? shapes[kind] : undefined;
    return shape ? shape(value, path, report) : kinds(kind, join(path, tag), report);
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
    refuse(report, path, 'is unknown', value, list(values), nearest(value, values.map(String)));
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
  const kind = fractions ? 'a number' : 'a whole number';
  return (value, path, report) =>
    (typeof value === 'number' &&
      value >= minimum &&
      value <= maximum &&
      (fractions ? Number.isFinite(value) : Number.isInteger(value))) ||
    refuse(
      report,
      path,
      'is out of range',
      value,
      `${kind} from ${minimum} to ${maximum}, ${unit}`,
      'choose one of these',
    );
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

/** Reports every item whose key came before: names, tenants, ids that must differ. */
export function unique<T>(key: (item: T) => string, what: string): Rule<readonly T[]> {
  return (list, path, report) => {
    const seen = new Map<string, number>();
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

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function obey<T>(rules: readonly Rule<T>[], value: T, path: string, report: Report): boolean {
  let right = true;
  const note: Report = problem => {
    right = false;
    report(problem);
  };
  for (const rule of rules) rule(value, path, note);
  return right;
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
const list = (values: readonly (string | number)[]) => values.join(', ');

/** Points to the known word that begins alike; a misspelling is the usual cause. */
function nearest(received: unknown, known: readonly string[]): string {
  const start = String(received).slice(0, 3).toLowerCase();
  const close = known.find(word => word.toLowerCase().startsWith(start));
  return close === undefined ? 'remove it or choose one of these' : `write ${close}`;
}
