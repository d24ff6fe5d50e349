/** The messages of the Java library json-schema-validator for a value's failed keywords, in alphabetical order. */
import type { ErrorObject } from 'ajv-draft-04';

type Failures = readonly [ErrorObject, ...ErrorObject[]];

export function failureMessages(
  errors: readonly ErrorObject[],
  allOf: { readonly matched: number; readonly of: number },
): readonly string[] {
  const byKeyword = new Map<string, ErrorObject[]>();
  for (const error of errors) byKeyword.set(error.keyword, [...(byKeyword.get(error.keyword) ?? []), error]);
  const written = [...byKeyword].flatMap(([keyword, [first, ...rest]]) =>
    first === undefined
      ? []
      : (wordings[keyword]?.([first, ...rest]) ?? []).map(message => [keyword, message] as const),
  );
  if (allOf.matched < allOf.of) {
    written.push([
      'allOf',
      `instance failed to match all required schemas (matched only ${allOf.matched} out of ${allOf.of})`,
    ]);
  }
  return written.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, message]) => message);
}

const one =
  (word: (error: ErrorObject) => string) =>
  ([error]: Failures): string[] => [word(error)];

const wordings: Readonly<Record<string, (errors: Failures) => string[]>> = {
  additionalItems: one(
    ({ params, data }) =>
      `schema only allows ${params.limit} elements in array but instance has ${sizeOf(data)} elements`,
  ),
  additionalProperties: errors => [
    `object instance has properties which are not allowed by the schema: ${names(errors, 'additionalProperty')}`,
  ],
  anyOf: one(({ schema }) => `instance failed to match at least one required schema among ${sizeOf(schema)}`),
  dependencies: missingDependencies,
  enum: one(
    ({ data, schema }) =>
      `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${JSON.stringify(schema)})`,
  ),
  format: one(({ params, data }) => formatMessage(String(params.format), String(data))),
  maxItems: one(
    ({ params, data }) =>
      `array is too long: must have at most ${params.limit} elements but instance has ${sizeOf(data)} elements`,
  ),
  maxLength: one(
    ({ params, data }) =>
      `string "${data}" is too long (length: ${lengthOf(data)}, maximum allowed: ${params.limit})`,
  ),
  maxProperties: one(
    ({ params, data }) =>
      `object has too many properties (found ${sizeOf(data)} but schema requires at most ${params.limit})`,
  ),
  maximum: one(({ schema, data }) =>
    Number(data) === Number(schema)
      ? `numeric instance is not strictly lower than the required maximum ${schema}`
      : `numeric instance is greater than the required maximum (maximum: ${schema}, found: ${data})`,
  ),
  minItems: one(
    ({ params, data }) =>
      `array is too short: must have at least ${params.limit} elements but instance has ${sizeOf(data)} elements`,
  ),
  minLength: one(
    ({ params, data }) =>
      `string "${data}" is too short (length: ${lengthOf(data)}, required minimum: ${params.limit})`,
  ),
  minProperties: one(
    ({ params, data }) =>
      `object has too few properties (found ${sizeOf(data)} but schema requires at least ${params.limit})`,
  ),
  minimum: one(({ schema, data }) =>
    Number(data) === Number(schema)
      ? `numeric instance is not strictly greater than the required minimum ${schema}`
      : `numeric instance is lower than the required minimum (minimum: ${schema}, found: ${data})`,
  ),
  multipleOf: one(({ schema, data }) => `remainder of division is not zero (${data} / ${schema})`),
  not: one(() => 'instance matched a schema which it should not have'),
  oneOf: one(
    ({ params, schema }) =>
      `instance failed to match exactly one schema (matched ${sizeOf(params.passingSchemas)} out of ${sizeOf(schema)})`,
  ),
  pattern: one(
    ({ params, data }) => `ECMA 262 regex "${params.pattern}" does not match input string "${data}"`,
  ),
  required: errors => [`object has missing required properties (${names(errors, 'missingProperty')})`],
  type: one(
    ({ schema, data }) =>
      `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${allowedTypes(schema)})`,
  ),
  uniqueItems: one(() => 'array must not contain duplicate elements'),
};

function names(errors: Failures, parameter: string): string {
  return JSON.stringify([...new Set(errors.map(({ params }) => String(params[parameter])))].sort());
}

function missingDependencies(errors: Failures): string[] {
  const byProperty = new Map<string, string[]>();
  for (const { params } of errors) {
    const property = String(params.property);
    byProperty.set(property, [...(byProperty.get(property) ?? []), String(params.missingProperty)]);
  }
  return [...byProperty].map(([property, missing]) => {
    const required = String(errors.find(({ params }) => params.property === property)?.params.deps).split(
      ', ',
    );
    return (
      `property "${property}" of object has missing property dependencies ` +
      `(schema requires ${JSON.stringify(required)}; missing: ${JSON.stringify(missing)})`
    );
  });
}

const dateTimeFormats = "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]";
const formatNames: Readonly<Record<string, string>> = {
  email: 'email address',
  hostname: 'hostname',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  regex: 'ECMA 262 regular expression',
  uri: 'URI',
  uuid: 'UUID',
};

function formatMessage(format: string, value: string): string {
  if (format === 'date-time')
    return `string "${value}" is invalid against requested date format(s) ${dateTimeFormats}`;
  const what = format === 'uuid' ? 'input string' : 'string';
  return `${what} "${value}" is not a valid ${formatNames[format] ?? format}`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

/** Every integer is a number, so the library lists both where a schema asks for a number. */
function allowedTypes(schema: unknown): string {
  const types = (Array.isArray(schema) ? schema : [schema]).map(String);
  if (types.includes('number')) types.push('integer');
  return JSON.stringify([...new Set(types)].sort());
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function lengthOf(value: unknown): number {
  return [...String(value)].length;
}
