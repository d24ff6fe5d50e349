import type { Json, Properties, TemplateJson } from './template';

/** What somebody could do to a template, and the promise that it breaks. */
export interface Mistake {
  readonly stage: string;
  readonly type: string;
  readonly breaks: string;
  readonly plant: (properties: Properties, template: TemplateJson) => void;
  /** @default - the first resource of the type */
  readonly where?: (properties: Properties) => boolean;
}

type Nested = { [key: string]: Json };
export const inside = (properties: Properties, ...path: string[]) =>
  path.reduce<Nested>((at, name) => at[name] as Nested, properties);
