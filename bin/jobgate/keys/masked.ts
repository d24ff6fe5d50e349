/** The last four characters of a key, enough for its owner to recognize it and for nobody to use it. */
export function masked(value: string): string {
  return `…${value.slice(-4)}`;
}
