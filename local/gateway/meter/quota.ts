/**
 * Quota periods are calendar periods in UTC: days, weeks from Sunday, months. `offset` is subtracted from the limit in
 * a key's first period (API reference, QuotaSettings); API Gateway takes an offset of 0 for days, up to 6 for weeks and
 * up to 27 for months.
 */
import type { UsagePlanModel } from '../../template/rest-api-model';

export type Quota = NonNullable<UsagePlanModel['quota']>;

const day = 86_400_000;
/** 1 January 1970 was a Thursday, four days after its Sunday. */
const sundayShift = 4 * day;

export function periodStart(period: Quota['period'], now: number): number {
  if (period === 'DAY') return now - modulo(now, day);
  if (period === 'WEEK') return now - modulo(now + sundayShift, 7 * day);
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

export function periodEnd(period: Quota['period'], now: number): number {
  const start = periodStart(period, now);
  if (period !== 'MONTH') return start + (period === 'DAY' ? 1 : 7) * day;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Requests that the period allows. */
export function allowance(quota: Quota, inFirstPeriod: boolean): number {
  return Math.max(0, quota.limit - (inFirstPeriod ? quota.offset : 0));
}

export function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
