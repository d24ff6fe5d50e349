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
  /** Of the queue of jobs that have ended and whose callers are to be told. */
  notificationsQueueUrl: 'NOTIFICATIONS_QUEUE_URL',
  /** Of the topic on which every finished job is published. */
  finishedTopicArn: 'FINISHED_TOPIC_ARN',
  /** Of the topic on which errors that no handler caught are announced. */
  unhandledTopicArn: 'UNHANDLED_TOPIC_ARN',
  /** JSON: tenant, or `*` for all others → {unfinished?, running?}, the jobs it may have at once. */
  tenantLimits: 'TENANT_LIMITS',
  /** JSON: ARN of a topic → the tenant whose jobs its messages become. */
  submissionTenants: 'SUBMISSION_TENANTS',
  /** JSON: name of a remote function → its ARN. */
  remoteFunctions: 'REMOTE_FUNCTIONS',
  /** `true` in local runs that may call back to this machine and its network. */
  allowLocalCallbacks: 'ALLOW_LOCAL_CALLBACKS',
  /** JSON: name of a private back end → {url, connectTo?}, for jobs of type `http`. */
  privateBackends: 'PRIVATE_BACKENDS',
  /** JSON: {default, routes?, tenantClaim?}, from where the tenant of a route's caller is taken. */
  authorization: 'AUTHORIZATION',
  /** JSON: the JSON Web Tokens that the authorizer accepts. */
  acceptedTokens: 'ACCEPTED_TOKENS',
  /** JSON: origins whose pages may read the answers; absent, when none may. */
  corsOrigins: 'CORS_ORIGINS',
  /** `true` when browsers send cookies along. */
  corsCredentials: 'CORS_CREDENTIALS',
} as const;
export type EnvironmentName = (typeof environment)[keyof typeof environment];

/** How the callers of a route are known: the API key alone, IAM, a Lambda authorizer, or a Cognito user pool. */
export type AuthorizationMode = 'none' | 'iam' | 'lambda' | 'cognito';

/** Value of the variable `authorization`. Routes are written as `GET /jobs`. */
export interface Authorization {
  readonly default: AuthorizationMode;
  readonly routes?: Readonly<Record<string, AuthorizationMode>>;
  /** Claim of a Cognito token that names the tenant; `sub` by default. */
  readonly tenantClaim?: string;
  /** Parameters of the query that a Lambda authorizer reads; they are no operation's. */
  readonly identityParameters?: readonly string[];
}
