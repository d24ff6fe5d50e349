import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { removalPolicy } from './removal';

export interface StageKeyProps {
  readonly stage: Pick<Stage, 'name' | 'state'>;
}

/** The key with which a stage encrypts what it keeps. Functions get their share of it from what they are connected to. */
export class StageKey extends Key {
  constructor(scope: Construct, id: string, { stage }: StageKeyProps) {
    super(scope, id, {
      description: `What stage ${stage.name} of Jobgate keeps`,
      enableKeyRotation: true,
      removalPolicy: removalPolicy(stage),
    });
    const { region, account, partition } = Stack.of(this);
    // CloudWatch Logs developer guide, "Encrypt log data": the region's service, for log groups of this account.
    this.grantEncryptDecrypt(
      new ServicePrincipal(`logs.${region}.amazonaws.com`, {
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
          },
        },
      }),
    );
    // Alarms publish to an encrypted topic, and topics send to an encrypted queue, only with a key that names them.
    for (const service of ['cloudwatch', 'sns']) {
      this.grantEncryptDecrypt(
        new ServicePrincipal(`${service}.amazonaws.com`, {
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        }),
      );
    }
  }
}
