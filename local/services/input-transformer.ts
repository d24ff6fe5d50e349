/**
 * An EventBridge input transformer (user guide, "Input transformation"): variables are read from the event by path
 * and take their places in the template; a JSON template keeps strings quoted, others are inserted as they are.
 */
export interface InputTransformer {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

export function transformInput(event: object, { paths, template }: InputTransformer): string {
  const replaced = template.replace(
    /("?)<([\w-]+)>("?)/g,
    (match, open: string, name: string, close: string) => {
      const path = paths[name];
      if (path === undefined) return match;
      const value = read(event, path);
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
      // Within a JSON string only the text belongs; alone it must be a JSON value.
      if (open || close) return `${open}${JSON.stringify(text).slice(1, -1)}${close}`;
      return template.trimStart().startsWith('{') && isOutsideString(template, match)
        ? JSON.stringify(value ?? '')
        : text;
    },
  );
  try {
    return JSON.stringify(JSON.parse(replaced));
  } catch {
    return JSON.stringify(replaced);
  }
}

function read(event: object, path: string): unknown {
  let value: unknown = event;
  for (const name of path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}

/** Whether the first place of a variable in a JSON template is outside its strings. */
function isOutsideString(template: string, variable: string): boolean {
  const before = template.slice(0, template.indexOf(variable));
  return (before.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 0;
}
