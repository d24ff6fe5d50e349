import { environment } from '../../contract/environment';
import type { Policy } from '../core/job/ending';
import type { LimitKind, Limits } from '../core/tenant/tenant-limits';

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a function reads of its environment, once, before its first event.
 * @throws an Error that names every variable that is missing or is not as it must be
 */
export function readEnvironment<Shape>(
  variables: Variables,
  read: (reader: EnvironmentReader) => Shape,
): Shape {
  return readVariables(environment, variables, read);
}

/** The same for a function whose variables have other names. */
export function readVariables<Name extends string, Shape>(
  names: Readonly<Record<Name, string>>,
  variables: Variables,
  read: (reader: EnvironmentReader<Name>) => Shape,
): Shape {
  const mistakes: string[] = [];
  const text = (name: Name): string => {
    const value = variables[names[name]];
    if (!value) mistakes.push(`${names[name]} is not set`);
    return value ?? '';
  };
  const positive = (name: Name): number => {
    const value = Number(text(name));
    if (!(value > 0)) mistakes.push(`${names[name]} must be a number above 0`);
    return value;
  };
  const optional = (name: Name): string | undefined => variables[names[name]] || undefined;
  const json = <Value>(name: Name, parse: (value: unknown) => Value | undefined): Value => {
    const value = parse(parseJson(optional(name) ?? '{}'));
    if (value === undefined) mistakes.push(`${names[name]} is not the JSON it must be`);
    return value as Value;
  };
  const shape = read({ text, optional, positive, json });
  if (mistakes.length > 0) throw new Error(`The function's environment is wrong: ${mistakes.join('; ')}.`);
  return shape;
}

export interface EnvironmentReader<Name extends string = keyof typeof environment> {
  text(name: Name): string;
  optional(name: Name): string | undefined;
  positive(name: Name): number;
  json<Value>(name: Name, parse: (value: unknown) => Value | undefined): Value;
}

/** Texts in order; undefined for what is anything else. */
export function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(text => typeof text === 'string') ? value : undefined;
}

/** Texts by name, such as tenants by API key id; undefined for what is anything else. */
export function textTable(value: unknown): Readonly<Record<string, string>> | undefined {
  return tableOf(value, text => (typeof text === 'string' ? text : undefined));
}

/** An object whose every value can be read; one that cannot would otherwise be missing without a word. */
function tableOf<Value>(
  table: unknown,
  readValue: (value: unknown) => Value | undefined,
): Record<string, Value> | undefined {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined;
  const found: [string, Value][] = [];
  for (const [name, value] of Object.entries(table)) {
    const read = readValue(value);
    if (read === undefined) return undefined;
    found.push([name, read]);
  }
  return Object.fromEntries(found);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const DAY_MS = 86_400_000;

export function policyOf(read: EnvironmentReader): Policy {
  return {
    maximumFailures: read.positive('maximumFailures'),
    retentionMs: read.positive('retentionDays') * DAY_MS,
    // The notifier alone knows the topic: who ends a job knows where to tell it.
    publishes: read.optional('notificationsQueueUrl') !== undefined,
  };
}

/** Limits by tenant; those under `*` are for every tenant that has none of its own. Undefined for anything else. */
export function limitsOf(value: unknown): ((tenant: string) => Limits) | undefined {
  const table = tableOf(value, readLimits);
  if (!table) return undefined;
  const limits = new Map(Object.entries(table));
  return tenant => limits.get(tenant) ?? limits.get('*') ?? {};
}

/** A limit that is no number, or of no kind, would leave the tenant without one. */
function readLimits(value: unknown): Limits | undefined {
  const kinds: readonly string[] = ['unfinished', 'running'] satisfies readonly LimitKind[];
  const limits = tableOf(value, limit => (typeof limit === 'number' ? limit : undefined));
  return limits && Object.keys(limits).every(kind => kinds.includes(kind)) ? limits : undefined;
}
