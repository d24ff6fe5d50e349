import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';

export interface ServiceLogProps {
  readonly logs: Stage['logs'];
  /** @default - CloudFormation names it */
  readonly name?: string;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

/** A log that forgets and does not outlive its use. */
export class ServiceLog extends LogGroup {
  constructor(scope: Construct, id: string, { logs, name, key }: ServiceLogProps) {
    super(scope, id, {
      logGroupName: name,
      retention: logs.retentionDays,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    if (key) return;
    acknowledge(
      this,
      'The stage did not ask for a key of its own (state.customerKey); CloudWatch Logs encrypts with its own.',
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
    );
  }
}
