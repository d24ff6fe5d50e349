/** Names of the environment variables that lib sets and lambda reads. */
export const environment = {
  tableName: 'JOBS_TABLE_NAME',
  bucketName: 'JOBS_BUCKET_NAME',
  queueUrl: 'JOBS_QUEUE_URL',
  /** JSON: API key id → tenant, for the keys of the stage config. Keys made later are rows of the table. */
  tenantsByKeyId: 'TENANTS_BY_KEY_ID',
  /** Days a finished job is kept. */
  retentionDays: 'RETENTION_DAYS',
  /** Failures after which a job is failed for good. */
  maximumFailures: 'MAXIMUM_FAILURES',
  /** JSON: name of a private back end → its base URL, for jobs of type `http`. */
  privateBackends: 'PRIVATE_BACKENDS',
} as const;
export type EnvironmentName = (typeof environment)[keyof typeof environment];
