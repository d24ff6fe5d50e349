/**
 * JSON whose numbers keep the text they came in: Java's parsers hold integers of any length and tell 1.0 from 1, and
 * templates print them as they were. Only numbers that JavaScript would print otherwise are wrapped.
 */

/** A number as it was written. */
export class JsonNumber {
  constructor(readonly text: string) {}

  valueOf(): number {
    return Number(this.text);
  }

  toJSON(): string {
    return mark + this.text;
  }
}

// Private-use characters, so that no text of a client is taken for a number of ours.
const mark = '\uf8ff\uf8feN';
const marked = new RegExp(`"${mark}([-+.0-9eE]+)"`, 'g');
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** @throws SyntaxError as JSON.parse does */
export function parseJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  let wrapped = false;
  const kept = text.replace(stringOrNumber, token => {
    if (token.startsWith('"') || String(Number(token)) === token) return token;
    wrapped = true;
    return `"${mark}${token}"`;
  });
  if (!wrapped || text.includes(mark)) return plain;
  return JSON.parse(kept, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new JsonNumber(value.slice(mark.length)) : value,
  );
}

/** Undefined where JSON has no text for a value. */
export function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value)?.replace(marked, '$1');
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof JsonNumber ? Number(value.text) : undefined;
}
