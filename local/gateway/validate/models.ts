/**
 * An API's models, compiled: JSON Schema draft 4, referring to one another by
 * `https://apigateway.amazonaws.com/restapis/{id}/models/{name}`. The id is the API's own wherever a template holds it,
 * so any id is taken for it. Formats are those of the validator that API Gateway runs.
 * (API Gateway developer guide, "Data models for REST APIs".)
 */
import Draft4 from 'ajv-draft-04';
import addFormats, { type FormatName } from 'ajv-formats';
import type { RestApiModel } from '../../template/rest-api-model';
import { explain } from './explanation';

/** Why a value does not match, in the validator's words; undefined when it does. The value undefined is no JSON. */
export type ModelCheck = (value: unknown) => readonly string[] | undefined;

const formats: FormatName[] = ['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'regex', 'uri', 'uuid'];
/** What is said of an empty body and of one that is not JSON. */
const unparsable = 'Unknown error parsing request body';
const modelReference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/#]+)(#.*)?$/;
const modelId = (name: string) => `https://apigateway.amazonaws.com/restapis/api/models/${name}`;

const compiled = new WeakMap<RestApiModel, (name: string) => ModelCheck | undefined>();

/** The checks of an API's models by name; a schema that cannot be compiled throws when it is asked for. */
export function modelChecks(api: RestApiModel): (name: string) => ModelCheck | undefined {
  const known = compiled.get(api);
  if (known) return known;
  const ajv = new Draft4({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    unicodeRegExp: false,
    logger: false,
  });
  addFormats(ajv, formats);
  const schemas = new Map(
    Object.entries(api.models).map(([name, schema]) => [modelId(name), withoutIdentity(local(schema))]),
  );
  for (const [id, schema] of schemas) ajv.addSchema(schema, id);
  const checks = (name: string): ModelCheck | undefined => {
    const id = modelId(name);
    const schema = schemas.get(id);
    const validate = schema === undefined ? undefined : ajv.getSchema(id);
    if (schema === undefined || !validate) return undefined;
    return value => {
      if (value === undefined) return [unparsable];
      try {
        return validate(value) ? undefined : explain(value, schema, validate.errors ?? [], schemas);
      } catch (error) {
        // Nested deeper than the stack allows; the parser that API Gateway runs stops at some depth, too.
        if (error instanceof RangeError) return [unparsable];
        throw error;
      }
    };
  };
  compiled.set(api, checks);
  return checks;
}

/** A copy in which every reference to a model has the one id that the models are known by here. */
function local(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(local);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const [, name, fragment = ''] = key === '$ref' ? (modelReference.exec(String(value)) ?? []) : [];
      return [key, name === undefined ? local(value) : modelId(name) + fragment];
    }),
  );
}

/** Two models may carry the same `id`, and any `$schema`; neither changes how API Gateway reads them. */
function withoutIdentity(schema: unknown): object {
  if (typeof schema !== 'object' || schema === null) return {};
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'id' && key !== '$schema'));
}
