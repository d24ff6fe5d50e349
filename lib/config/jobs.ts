import { entries, fields, number, text } from './check';
import { anyTenantCheck, nameCheck } from './names';

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
  /**
   * Jobs that a tenant may have at once, by tenant; `*` is for every other. Tenants of tokens and signatures have how they
   * are known in front: `jwt:acme`, `cognito:acme`, `iam:123456789012:AIDA…`.
   * @default - unlimited
   */
  readonly limits?: Readonly<Record<string, LimitsConfig>>;
  /**
   * Functions outside this project that run the jobs of types with a `remote` name: that name → ARN, in any region.
   * @default - none
   */
  readonly remoteFunctions?: Readonly<Record<string, string>>;
}

export interface LimitsConfig {
  /**
   * Jobs that may be queued or running.
   * @default - unlimited
   */
  readonly unfinished?: number;
  /**
   * Jobs that may be running.
   * @default - unlimited
   */
  readonly running?: number;
}

export const jobsDefaults = {
  retentionDays: 30,
  maximumFailures: 5,
  limits: {},
  remoteFunctions: {},
} as const satisfies JobsConfig;

/** A tenant's jobs are a set in one item of 400 kB, and each write costs by its size (docs/decisions/011). */
const count = number({
  minimum: 1,
  maximum: 2000,
  unit: 'jobs; usage plans limit what is more',
});

export const functionArnCheck = text(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/,
  "a Lambda function's ARN",
  'copy the ARN from the console',
);

export const jobsCheck = fields<JobsConfig>({
  retentionDays: number({ minimum: 1, maximum: 3650, unit: 'days' }),
  maximumFailures: number({ minimum: 1, maximum: 20, unit: 'failures' }),
  limits: entries(
    (tenant, path, report) => tenant === '*' || anyTenantCheck(tenant, path, report),
    fields<LimitsConfig>({ unfinished: count, running: count }),
  ),
  remoteFunctions: entries(nameCheck, functionArnCheck),
});
