/**
 * Says why a body does not match its model as API Gateway's validator says it, the Java library json-schema-validator:
 * it checks a value's own keywords in alphabetical order and looks at the values inside only while nothing has failed,
 * fields in alphabetical order. Combinations (anyOf …) are one message, whatever failed in them.
 */
import type { ErrorObject } from 'ajv-draft-04';
import { failureMessages } from './failure-messages';

interface Place {
  readonly schema: object;
  /** The model that `#/…` references start from. */
  readonly document: object;
}

type Models = ReadonlyMap<string, object>;

export function explain(
  body: unknown,
  model: object,
  errors: readonly ErrorObject[],
  models: Models,
): readonly string[] {
  const found = new ErrorIndex(errors);
  const visit = (value: unknown, at: Place, pointer: string, messages: string[]): readonly string[] => {
    const { schema, document } = resolve(at, models);
    // Branches of allOf fail without an error of allOf itself.
    const branches = objects(property(schema, 'allOf'));
    const matches = (branch: object) => visit(value, { schema: branch, document }, pointer, []).length === 0;
    const matched = branches.filter(branch => found.once(branch, pointer, () => matches(branch)));
    messages.push(
      ...failureMessages(found.at(schema, pointer), { matched: matched.length, of: branches.length }),
    );
    if (messages.length > 0 || typeof value !== 'object' || value === null) return messages;
    for (const [key, child] of entriesInOrder(value)) {
      const inside = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!found.within(inside)) continue;
      for (const inner of schemasFor(schema, Array.isArray(value), key)) {
        visit(child, { schema: inner, document }, inside, messages);
      }
    }
    return messages;
  };
  return visit(body, { schema: model, document: model }, '', []);
}

/** Errors by where they are. A body can bring thousands, so nothing is searched and no branch is tried twice. */
class ErrorIndex {
  readonly #byPointer = new Map<string, ErrorObject[]>();
  readonly #containers = new Set<string>();
  readonly #tried = new WeakMap<object, Map<string, boolean>>();

  constructor(errors: readonly ErrorObject[]) {
    for (const error of errors) {
      const { instancePath } = error;
      const list = this.#byPointer.get(instancePath);
      if (list) list.push(error);
      else this.#byPointer.set(instancePath, [error]);
      for (let end = instancePath.length; end > 0; end = instancePath.lastIndexOf('/', end - 1)) {
        const container = instancePath.slice(0, end);
        if (this.#containers.has(container)) break;
        this.#containers.add(container);
      }
    }
  }

  at(schema: object, pointer: string): readonly ErrorObject[] {
    return (this.#byPointer.get(pointer) ?? []).filter(({ parentSchema }) => parentSchema === schema);
  }

  within(pointer: string): boolean {
    return this.#containers.has(pointer);
  }

  once(schema: object, pointer: string, attempt: () => boolean): boolean {
    const results = this.#tried.get(schema) ?? new Map<string, boolean>();
    this.#tried.set(schema, results);
    const result = results.get(pointer) ?? attempt();
    results.set(pointer, result);
    return result;
  }
}

function entriesInOrder(value: object): [string, unknown][] {
  const entries: [string, unknown][] = Object.entries(value);
  return Array.isArray(value) ? entries : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function resolve(place: Place, models: Models): Place {
  let { schema, document } = place;
  for (let depth = 0; depth < 100; depth++) {
    const reference = property(schema, '$ref');
    if (typeof reference !== 'string') break;
    const [id = '', fragment = ''] = reference.split('#');
    document = id === '' ? document : (models.get(id) ?? {});
    const target = fragment
      .split('/')
      .slice(1)
      .map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((node, step) => property(node, step), document);
    schema = objects([target])[0] ?? {};
  }
  return { schema, document };
}

function schemasFor(schema: object, array: boolean, key: string): readonly object[] {
  if (array) {
    const items = property(schema, 'items');
    if (!Array.isArray(items)) return objects([items]);
    return objects([Number(key) < items.length ? items[Number(key)] : property(schema, 'additionalItems')]);
  }
  const patterns = Object.entries(property(schema, 'patternProperties') ?? {});
  const named = objects([
    property(property(schema, 'properties'), key),
    ...patterns.filter(([pattern]) => new RegExp(pattern).test(key)).map(([, inner]) => inner),
  ]);
  return named.length > 0 ? named : objects([property(schema, 'additionalProperties')]);
}

function property(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function objects(list: unknown): object[] {
  return Array.isArray(list) ? list.filter(item => typeof item === 'object' && item !== null) : [];
}
