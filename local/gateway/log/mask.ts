/** Execution logs show the last six characters of an API key and a star for every other one. */
const visible = 6;

export function maskKey(value: string | undefined): string {
  if (value === undefined) return '';
  const shown = value.length > 2 * visible ? value.slice(-visible) : '';
  return '*'.repeat(value.length - shown.length) + shown;
}
