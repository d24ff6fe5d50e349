/**
 * Reads resolved template values. CloudFormation takes `"true"` for true and `"30"` for 30, and a template may hold
 * either form, so every reader here accepts both; what is absent or of another kind is undefined.
 */
export type Properties = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(value: unknown): Properties {
  return isRecord(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function texts(value: unknown): string[] {
  return list(value).flatMap(entry => text(entry) ?? []);
}

export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

export function flag(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** String values by name; others are written as JSON, as services that take attribute maps do. */
export function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, entry]) => [name, text(entry) ?? JSON.stringify(entry)]),
  );
}

export function flagMap(value: unknown): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, entry]) => [name, flag(entry) ?? false]),
  );
}

/** `Tags` in its usual form, a list of keys and values. */
export function tags(value: unknown): Record<string, string> {
  return Object.fromEntries(
    list(value).flatMap(entry => {
      const { Key, Value } = record(entry);
      return typeof Key === 'string' ? [[Key, text(Value) ?? '']] : [];
    }),
  );
}

/** One of the allowed words, or the first when the template says nothing or something else. */
export function word<Word extends string>(value: unknown, allowed: readonly [Word, ...Word[]]): Word {
  return allowed.find(candidate => candidate === value) ?? allowed[0];
}
