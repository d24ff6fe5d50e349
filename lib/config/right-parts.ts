/**
 * Lets rules over several fields run beside wrong fields, so that all problems of a config are told at once. A rule
 * sees the value as the user wrote it; where it comes to read a part that is wrong already, it ends without a word.
 */
export class WrongPart extends Error {}

/** @param wrong paths of the problems found so far */
export function rightParts<T>(value: T, path: string, wrong: ReadonlySet<string>): T {
  if (typeof value !== 'object' || value === null || wrong.size === 0) return value;
  // A copy, because a proxy of a frozen object must answer as that object does.
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as T & object;
  return new Proxy(copy, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      if (typeof name === 'symbol') return part;
      const at = Array.isArray(target) ? `${path}[${name}]` : fieldPath(path, name);
      if (wrong.has(at)) throw new WrongPart(at);
      return rightParts(part, at, wrong);
    },
  });
}

/** `plans.name`, or `routes["GET /jobs"]` where the name is no identifier. */
export function fieldPath(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
