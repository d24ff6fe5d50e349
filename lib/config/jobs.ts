import { fields, number } from './check';

export interface JobsConfig {
  /**
   * Days that a finished job and its files are kept.
   * @default 30
   */
  readonly retentionDays?: number;
  /**
   * Failures after which a job has failed for good.
   * @default 5
   */
  readonly maximumFailures?: number;
}

export const jobsDefaults = { retentionDays: 30, maximumFailures: 5 } as const satisfies JobsConfig;

export const jobsCheck = fields<JobsConfig>({
  retentionDays: number({ minimum: 1, maximum: 3650, unit: 'days' }),
  maximumFailures: number({ minimum: 1, maximum: 20, unit: 'failures' }),
});
