import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../contract/environment';
import { acknowledge } from './acknowledge';
import { grantKeyUse } from './key-use';

export interface AnnouncementsProps {
  readonly displayName: string;
  /** Variable by which functions know the topic. */
  readonly arnVariable: EnvironmentName;
  /** @default - not encrypted at rest */
  readonly key?: IKey;
}

/** A topic on which functions announce what happened, for anyone who subscribes. */
export class Announcements extends Topic {
  private readonly arnVariable: EnvironmentName;
  private readonly key?: IKey;

  constructor(scope: Construct, id: string, { displayName, arnVariable, key }: AnnouncementsProps) {
    super(scope, id, { displayName, masterKey: key, enforceSSL: true });
    this.arnVariable = arnVariable;
    this.key = key;
    acknowledgeKeyless(this, key);
  }

  /** Lets a function announce, and tells it where. */
  connect(fn: LambdaFunction): void {
    Grant.addToPrincipal({ grantee: fn, actions: ['sns:Publish'], resourceArns: [this.topicArn] });
    grantKeyUse(this.key, fn);
    fn.addEnvironment(this.arnVariable, this.topicArn);
  }
}

/** A topic is encrypted where its stage has a key: the key that AWS has for SNS lets no alarm publish. */
export function acknowledgeKeyless(topic: Topic, key: IKey | undefined): void {
  if (key) return;
  acknowledge(
    topic,
    'The stage did not ask for a key of its own (state.customerKey), and messages name jobs without their content.',
    'NIST.800.53.R5-SNSEncryptedKMS',
  );
}
