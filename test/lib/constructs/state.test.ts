import { table } from '../../../contract/table';
import { only, resources, synthesize } from '../synthesize';

describe('the jobs table', () => {
  it('is encrypted, backed up continuously and forgets expired jobs', () => {
    synthesize().State.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: table.timeToLive, Enabled: true },
    });
  });

  it('has the keys and indexes of the contract', () => {
    const { byTenant, byDue } = table.indexes;
    synthesize().State.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: table.partitionKey, KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byTenant',
          KeySchema: [
            { AttributeName: byTenant.partitionKey, KeyType: 'HASH' },
            { AttributeName: byTenant.sortKey.name, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: byTenant.projected },
        },
        {
          IndexName: 'byDue',
          KeySchema: [
            { AttributeName: byDue.partitionKey, KeyType: 'HASH' },
            { AttributeName: byDue.sortKey.name, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  it('is kept and protected from deletion unless the stage says otherwise', () => {
    const kept = Object.values(resources(synthesize().State, 'AWS::DynamoDB::Table'))[0]!;
    expect(kept).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
    const { State } = synthesize({ state: { removal: 'destroy' } });
    const passing = Object.values(resources(State, 'AWS::DynamoDB::Table'))[0]!;
    expect(passing).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});

describe('the bucket', () => {
  it('is private, encrypted and reached through TLS alone', () => {
    const { State } = synthesize();
    State.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {},
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const buckets = Object.keys(resources(State, 'AWS::S3::Bucket'));
    expect(refusesPlainText(State, 'AWS::S3::BucketPolicy')).toEqual(buckets.map(() => true));
  });

  it('keeps what was overwritten, for a week', () => {
    synthesize().State.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 7 } }] },
    });
  });

  it('keeps a file a day longer than its job', () => {
    synthesize({ jobs: { retentionDays: 10 } }).State.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 11 }] },
    });
  });
});

describe('the queues', () => {
  it('are encrypted and reached through TLS alone', () => {
    const { State } = synthesize();
    State.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const queues = Object.keys(resources(State, 'AWS::SQS::Queue'));
    expect(refusesPlainText(State, 'AWS::SQS::QueuePolicy')).toEqual(queues.map(() => true));
  });

  it('keep a message for as long as SQS can', () => {
    synthesize().State.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 3600 });
  });

  it('hide a message six times as long as a worker runs', () => {
    const { State } = synthesize({ worker: { timeoutSeconds: 100 } });
    State.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 600 });
  });

  it('give a message up to the dead-letter queue only after more receives than failures', () => {
    interface QueueProperties {
      readonly RedrivePolicy?: { readonly maxReceiveCount: number };
    }
    const queues = Object.values(resources<QueueProperties>(synthesize().State, 'AWS::SQS::Queue'));
    const receives = queues.flatMap(queue => queue.Properties.RedrivePolicy?.maxReceiveCount ?? []);
    expect(receives.length).toBeGreaterThan(0);
    expect(Math.min(...receives)).toBeGreaterThanOrEqual(5);
  });
});

describe('the topics', () => {
  it('are reached through TLS alone, whoever writes to them', () => {
    const { State, Api } = synthesize({
      submissionTopics: [{ name: 'orders', tenant: 'shop' }],
      alarms: { emails: ['ops@example.com'] },
    });
    for (const template of [State, Api]) {
      const topics = Object.keys(resources(template, 'AWS::SNS::Topic'));
      expect(topics.length).toBeGreaterThan(0);
      expect(refusesPlainText(template, 'AWS::SNS::TopicPolicy')).toEqual(topics.map(() => true));
    }
  });
});

describe('the worker', () => {
  it('takes the size of batches and of concurrency from the stage and reports failures one by one', () => {
    synthesize({ worker: { batchSize: 4, concurrency: 7 } }).Api.hasResourceProperties(
      'AWS::Lambda::EventSourceMapping',
      {
        BatchSize: 4,
        ScalingConfig: { MaximumConcurrency: 7 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    );
  });
});

describe('the image repository', () => {
  it('refuses to move a tag, scans what is pushed and cleans up', () => {
    const repository = only<{ LifecyclePolicy: { LifecyclePolicyText: string } }>(
      synthesize().Repository,
      'AWS::ECR::Repository',
    );
    expect(repository).toMatchObject({
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
    expect(JSON.parse(repository.LifecyclePolicy.LifecyclePolicyText)).toMatchObject({
      rules: [{ selection: { tagStatus: 'untagged' } }, { selection: { tagStatus: 'any' } }],
    });
  });
});

/** For each policy of a type, whether it denies everyone everything without TLS. */
function refusesPlainText(template: Parameters<typeof resources>[0], type: string): boolean[] {
  interface PolicyProperties {
    readonly PolicyDocument: { readonly Statement: readonly object[] };
  }
  return Object.values(resources<PolicyProperties>(template, type)).map(policy =>
    policy.Properties.PolicyDocument.Statement.some(statement => {
      const text = JSON.stringify(statement);
      return text.includes('"Effect":"Deny"') && text.includes('{"Bool":{"aws:SecureTransport":"false"}}');
    }),
  );
}
