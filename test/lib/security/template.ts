/** Templates as checks read them. */
export interface Resource {
  readonly Type: string;
  // Properties of any type; each check reads what its type has.
  readonly Properties: Properties;
}
export type Properties = Record<string, Json>;
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
export interface TemplateJson {
  readonly Resources: Record<string, Resource>;
}

export type Check = (template: TemplateJson) => boolean;

export const of = (template: TemplateJson, type: string) =>
  Object.values(template.Resources).filter(resource => resource.Type === type);
export const text = (value: Json) => JSON.stringify(value) ?? '';
export const every =
  (type: string, holds: (properties: Properties, template: TemplateJson) => boolean): Check =>
  template =>
    of(template, type).every(resource => holds(resource.Properties, template));
export const one = (value: Json, ...known: readonly Json[]) => known.includes(value);
export const list = (value: Json): Json[] => (Array.isArray(value) ? value : []);
export const record = (value: Json): Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
