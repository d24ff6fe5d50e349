/**
 * JSON.parse is lenient where a request must be clear: of a key that comes twice it silently takes the last, and it
 * follows any depth. Both are refused here, with the place.
 */
import { DomainError } from '../domain-error';

const DEPTH_AT_MOST = 64;

/** @throws DomainError malformed_request */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw malformed('The body is empty; send a JSON object.');
  refuseDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(
      `The body is not JSON: ${error instanceof Error ? error.message : 'it cannot be parsed'}.`,
    );
  }
  refuseDuplicateKeys(text);
  return value;
}

function malformed(detail: string): DomainError {
  return new DomainError('malformed_request', detail);
}

const STRINGS_AND_BRACKETS = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;

/** Before parsing, so that a body of nothing but brackets costs no stack. */
function refuseDepth(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(STRINGS_AND_BRACKETS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEPTH_AT_MOST) {
      throw malformed(`The JSON is nested more than ${DEPTH_AT_MOST} levels deep; make it flatter.`);
    }
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/gs;

/** Expects text that is JSON: there, a string before a colon is a key of the innermost object. */
function refuseDuplicateKeys(text: string): void {
  const objects: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, -colon.length));
      const keys = objects.at(-1);
      if (keys?.has(key))
        throw malformed(`The key ${JSON.stringify(key)} comes twice in one object; send it once.`);
      keys?.add(key);
    }
  }
}
