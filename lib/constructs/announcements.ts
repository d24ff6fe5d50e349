import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../contract/environment';

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

  constructor(scope: Construct, id: string, { displayName, arnVariable, key }: AnnouncementsProps) {
    super(scope, id, { displayName, masterKey: key, enforceSSL: true });
    this.arnVariable = arnVariable;
  }

  /** Lets a function announce, and tells it where. */
  connect(fn: LambdaFunction): void {
    this.grantPublish(fn);
    fn.addEnvironment(this.arnVariable, this.topicArn);
  }
}
