/** The embedded services with what a small template asks of them, for tests that call them with the SDK. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provision } from '../../../local/services/provision';
import { type Services, startServices } from '../../../local/services/services';
import { stackModel } from '../template/assembly-folder';

const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    },
    Letters: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Fanned: { Type: 'AWS::SQS::Queue' },
    Gathered: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic' },
    ToQueue: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Fanned', 'Arn'] },
        RawMessageDelivery: true,
      },
    },
    ToFunction: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'lambda',
        Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        FilterPolicy: { color: ['red'] },
      },
    },
    Bucket: { Type: 'AWS::S3::Bucket' },
  },
};

export class EmbeddedServices {
  readonly directory = mkdtempSync(join(tmpdir(), 'jobgate-services-'));
  readonly model = stackModel(template);
  private services: Services | undefined;

  get endpoints(): Services['endpoints'] {
    if (!this.services) throw new Error('The services are not started.');
    return this.services.endpoints;
  }

  async start(): Promise<void> {
    this.services = await startServices({ directory: this.directory });
    await provision(this.model, this.endpoints);
  }

  async stop(): Promise<void> {
    await this.services?.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  queueUrl(name: string): string {
    return `${this.endpoints.queues}/000000000000/Stack-${name}`;
  }
}

export function clientOf(endpoint: string) {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
