import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { table } from '../../contract/table';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import { grantKeyUse } from './key-use';
import { removalPolicy } from './removal';

export interface JobStoreProps {
  readonly stage: Pick<Stage, 'state' | 'jobs'>;
  /** @default - encrypted with keys of AWS */
  readonly key?: IKey;
}

/** Jobs as items of a table; inputs and results that do not fit an item as objects of a bucket. */
export class JobStore extends Construct {
  readonly table: Table;
  readonly bucket: Bucket;
  private readonly jobs: Stage['jobs'];
  private readonly key?: IKey;

  constructor(scope: Construct, id: string, { stage, key }: JobStoreProps) {
    super(scope, id);
    const { state, jobs } = stage;
    this.jobs = jobs;
    this.key = key;
    this.table = new Table(this, 'Jobs', {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: key ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.AWS_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: table.timeToLive,
      deletionProtection: state.deletionProtection,
      removalPolicy: removalPolicy(stage),
    });
    this.table.addGlobalSecondaryIndex({
      ...indexKeys('byTenant'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...table.indexes.byTenant.projected],
    });
    this.table.addGlobalSecondaryIndex({ ...indexKeys('byDue'), projectionType: ProjectionType.KEYS_ONLY });
    this.bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: key ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey: key,
      bucketKeyEnabled: key && true,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs(stage),
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: removalPolicy(stage),
      lifecycleRules: [
        {
          id: 'outlives-its-job',
          // A day more than its job, whose item DynamoDB may delete late.
          expiration: Duration.days(jobs.retentionDays + 1),
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.acknowledgeFindings();
  }

  private acknowledgeFindings(): void {
    acknowledge(
      this.table,
      'Point-in-time recovery restores any second of 35 days, which a backup plan would only copy.',
      'NIST.800.53.R5-DynamoDBInBackupPlan',
    );
    acknowledge(
      this.bucket,
      'Files can be made again by running their jobs; versions protect them from overwriting.',
      'NIST.800.53.R5-S3BucketReplicationEnabled',
    );
    if (this.key) return;
    acknowledge(
      this.bucket,
      'The stage did not ask for a key of its own (state.customerKey); S3 encrypts with its own.',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
    );
  }

  /** Who asked for which file. S3 delivers to buckets with its own encryption alone. */
  private accessLogs(stage: JobStoreProps['stage']): Bucket {
    const bucket = new Bucket(this, 'FileAccess', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: removalPolicy(stage),
      lifecycleRules: [{ id: 'forgets', expiration: Duration.days(90) }],
    });
    acknowledge(
      bucket,
      'Holds logs that nobody overwrites and that lose their use in 90 days.',
      'NIST.800.53.R5-S3BucketVersioningEnabled',
      'NIST.800.53.R5-S3BucketReplicationEnabled',
    );
    acknowledge(
      bucket,
      'S3 delivers access logs to buckets with its own encryption alone.',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
    );
    return bucket;
  }

  /** Lets a function read and write jobs and their files, and tells it where they are. */
  connect(fn: LambdaFunction): void {
    this.grantReadWrite(fn);
    acknowledge(
      fn.role!,
      'A file is named by its tenant and job, which nobody knows at deployment; the function checks the tenant.',
      `AwsSolutions-IAM5[Resource::${this.objectsElsewhere()}]`,
    );
    fn.addEnvironment(environment.tableName, this.table.tableName);
    fn.addEnvironment(environment.bucketName, this.bucket.bucketName);
    fn.addEnvironment(environment.retentionDays, String(this.jobs.retentionDays));
    fn.addEnvironment(environment.maximumFailures, String(this.jobs.maximumFailures));
    fn.addEnvironment(environment.tenantLimits, JSON.stringify(this.jobs.limits));
  }

  /** How the stack of a function names the files: cdk-nag tells findings apart by it. */
  private objectsElsewhere(): string {
    const stack = Stack.of(this);
    const { 'Fn::ImportValue': arn } = stack.resolve(stack.exportValue(this.bucket.bucketArn)) as Record<
      string,
      string
    >;
    return `${arn}/*`;
  }

  /** Items one by one and through the two indexes, objects by their key: no scan, no listing, no deletion of items. */
  private grantReadWrite(grantee: LambdaFunction): void {
    grantKeyUse(this.key, grantee);
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resourceArns: [this.table.tableArn],
    });
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: Object.keys(table.indexes).map(index => `${this.table.tableArn}/index/${index}`),
    });
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resourceArns: [this.bucket.arnForObjects('*')],
    });
  }
}

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;

function indexKeys(indexName: keyof typeof table.indexes) {
  const { partitionKey, sortKey } = table.indexes[indexName];
  return {
    indexName,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey.name, type: attributeTypes[sortKey.type] },
  };
}
