import { environment } from '../../contract/environment';

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a function reads of its environment, once, before its first event.
 * @throws an Error that names every variable that is missing or is not as it must be
 */
export function readEnvironment<Shape>(
  variables: Variables,
  read: (reader: EnvironmentReader) => Shape,
): Shape {
  const mistakes: string[] = [];
  const text = (name: keyof typeof environment): string => {
    const value = variables[environment[name]];
    if (!value) mistakes.push(`${environment[name]} is not set`);
    return value ?? '';
  };
  const positive = (name: keyof typeof environment): number => {
    const value = Number(text(name));
    if (!(value > 0)) mistakes.push(`${environment[name]} must be a number above 0`);
    return value;
  };
  const shape = read({ text, positive });
  if (mistakes.length > 0) throw new Error(`The function's environment is wrong: ${mistakes.join('; ')}.`);
  return shape;
}

export interface EnvironmentReader {
  text(name: keyof typeof environment): string;
  positive(name: keyof typeof environment): number;
}
