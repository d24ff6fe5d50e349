import type { Usage } from '../../../contract/schemas';

/** What a key has used of its plan at a stage; undefined when it has none there. */
export type UsageReader = (caller: {
  readonly apiKeyId: string;
  readonly apiId: string;
  readonly stage: string;
}) => Promise<Usage | undefined>;

export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH';

/**
 * The first and last day of the period that a moment lies in, as API Gateway writes dates: weeks begin on Sunday,
 * months on the first. A quota's offset moves no day; it is taken from the limit of a key's first period.
 */
export function periodOf(
  now: number,
  period: QuotaPeriod,
): { readonly first: string; readonly last: string } {
  const today = new Date(now);
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const begun = { DAY: day, WEEK: day - today.getUTCDay(), MONTH: 1 }[period];
  return { first: date(Date.UTC(year, month, begun)), last: date(now) };
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
