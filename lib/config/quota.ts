import { fields, number, oneOf, type Rule, refuse, required } from './check';

const periods = ['DAY', 'WEEK', 'MONTH'] as const;

export interface QuotaConfig {
  /** Requests in a period. */
  readonly limit: number;
  /** When counting starts anew, at midnight UTC. */
  readonly period: (typeof periods)[number];
  /**
   * Requests that a key has less in its first period (API Gateway API reference, QuotaSettings). API Gateway takes 0 for
   * DAY, 0–6 for WEEK and 0–27 for MONTH.
   * @default 0
   */
  readonly offset?: number;
}

/** The largest offset of a period (API Gateway API reference, QuotaSettings). */
const largestOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

const offsetFitsPeriod: Rule<QuotaConfig> = ({ period, offset = 0 }, path, report) => {
  if (offset <= largestOffset[period]) return;
  const allowed = `0 to ${largestOffset[period]} for ${period}`;
  refuse(
    report,
    `${path}.offset`,
    'is too large for the period',
    offset,
    allowed,
    'lower the offset or lengthen the period',
  );
};

export const quotaCheck = fields<QuotaConfig>(
  {
    limit: required(number({ minimum: 1, maximum: 2_147_483_647, unit: 'requests in a period' })),
    period: required(oneOf(periods)),
    offset: number({ minimum: 0, maximum: 27, unit: 'requests' }),
  },
  offsetFitsPeriod,
);
