import { InvalidArgumentError } from 'commander';

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longest = 365 * units.d;

/** Reads `90s`, `30m`, `24h` or `7d` as milliseconds. */
export function parseGrace(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(amount) * units[(unit ?? 's') as keyof typeof units];
  if (milliseconds <= longest) return milliseconds;
  throw new InvalidArgumentError(
    `Received "${text}". Allowed are whole numbers with a unit, up to 365d: 90s, 30m, 24h, 7d; 0s ends the old key within a minute.`,
  );
}
