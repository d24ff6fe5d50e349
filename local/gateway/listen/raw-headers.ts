/** Headers as they were sent: order and case kept, names compared without case. */
export type RawHeaders = readonly (readonly [name: string, value: string])[];

/** The first value of a header. */
export function headerValue(headers: RawHeaders, lowerCaseName: string): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) return value;
  }
  return undefined;
}

/** Node's flat list of names and values as pairs. */
export function pairHeaders(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i]!, raw[i + 1]!]);
  return pairs;
}
