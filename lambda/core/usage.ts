import type { Usage } from '../../contract/schemas';

/** What a key has used of its plan at a stage; undefined when it has none there. */
export type UsageReader = (caller: {
  readonly apiKeyId: string;
  readonly apiId: string;
  readonly stage: string;
}) => Promise<Usage | undefined>;

export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH';

/**
 * The first and last day of the period that a moment lies in, as API Gateway writes dates. A plan's offset moves the
 * first day: of a week from Sunday on, of a month from the first on (API Gateway API Reference, "QuotaSettings").
 */
export function periodOf(
  now: number,
  period: QuotaPeriod,
  offset: number,
): { readonly first: string; readonly last: string } {
  const today = new Date(now);
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const last = date(Date.UTC(year, month, day));
  if (period === 'DAY') return { first: last, last };
  if (period === 'WEEK') {
    const since = (today.getUTCDay() - offset + 7) % 7;
    return { first: date(Date.UTC(year, month, day - since)), last };
  }
  const begun = day > offset ? month : month - 1;
  return { first: date(Date.UTC(year, begun, offset + 1)), last };
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
