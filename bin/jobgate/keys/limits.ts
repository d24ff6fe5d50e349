import { tenantPattern } from '../../../contract/table';

/** What API Gateway allows in an API key (API reference, CreateApiKey), and what this project allows in a tenant. */
const valueLength = { minimum: 20, maximum: 128 };
const nameLength = 1_024;
const descriptionLength = 125_000;

/** Says what is wrong with a key's value; never repeats the value. */
export function valueProblem(value: string): string | undefined {
  if (value === '') return 'the key is empty; it needs 20 to 128 characters';
  if (value.length < valueLength.minimum || value.length > valueLength.maximum) {
    return `the key has ${value.length} characters; allowed are 20 to 128`;
  }
  // It travels in the X-API-Key header, which carries visible ASCII only.
  return /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : 'the key holds a space or a character outside ASCII, which no header can carry; use letters, digits and punctuation';
}

export function nameProblem(name: string): string | undefined {
  if (name === '') return 'the name is empty; name the key after who uses it';
  // It would break the lines of a list, or do worse in a terminal.
  if (/\p{Cc}/u.test(name)) {
    return `the name ${JSON.stringify(name.slice(0, 100))} holds a line break or another control character; leave them out`;
  }
  return name.length > nameLength
    ? `the name has ${name.length} characters; at most 1024 are allowed`
    : undefined;
}

export function descriptionProblem(description: string): string | undefined {
  return description.length > descriptionLength
    ? `the description has ${description.length} characters; at most 125000 are allowed`
    : undefined;
}

export function tenantProblem(tenant: string, given: boolean): string | undefined {
  if (tenantPattern.test(tenant)) return undefined;
  const received = JSON.stringify(tenant);
  const allowed = 'allowed are up to 128 letters, digits and . _ @ -, a letter or digit first';
  return given
    ? `${received} cannot be a tenant; ${allowed}`
    : `${received} is the tenant too where none is given, and cannot be one; ${allowed}: give the tenant`;
}
