import type { Variables } from '../environment';

/** @throws an Error that names the variable when it is not set */
export function requiredVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`The function's environment is wrong: ${name} is not set.`);
  return value;
}
