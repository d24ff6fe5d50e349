/** Findings of cdk-nag that stay, each with the reason, by what they are about. The constructs name what is theirs. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

type Findings = Readonly<Record<string, string>>;

const passesBytes =
  'It passes bytes on: TLS begins at API Gateway and ends at the back end, whose certificate counts.';
const connectionsLogged =
  'A network load balancer logs only listeners that end TLS, and this one has none; flow logs record its connections.';
const notForTheWeb = 'Reached from named VPC endpoints alone; the resource policy denies everyone else.';
const encryptedByAws = 'CloudWatch Logs encrypts every group; nothing here holds bodies, keys or tokens.';
const ownPolicy = 'The policy belongs to this one role and goes with it.';
const notQueued =
  'Nothing is lost with a failed run: it runs again within minutes, or whoever invoked it sees the failure.';
const backendDecides = 'The API passes every request on; what is valid, and for whom, the back end decides.';

export const acknowledged = {
  loadBalancer: {
    'AwsSolutions-ELB2': connectionsLogged,
    'NIST.800.53.R5-ELBLoggingEnabled': connectionsLogged,
    'NIST.800.53.R5-ELBv2ACMCertificateRequired': passesBytes,
    'NIST.800.53.R5-ELBDeletionProtectionEnabled':
      'It holds nothing, and a stage that only wires can be destroyed at will.',
  },
  api: {
    'AwsSolutions-APIG2': backendDecides,
    'AwsSolutions-APIG3': notForTheWeb,
    'AwsSolutions-APIG4': `${notForTheWeb} ${backendDecides}`,
    'AwsSolutions-COG4': `${notForTheWeb} ${backendDecides}`,
    'NIST.800.53.R5-APIGWAssociatedWithWAF': notForTheWeb,
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 'A cache could give one caller the answer of another.',
    'NIST.800.53.R5-APIGWSSLEnabled':
      'The load balancer of a back end takes connections from its VPC link alone.',
  },
  network: {
    'NIST.800.53.R5-VPCDefaultSecurityGroupClosed':
      'Everything here names a group of its own, and the default group has no way out of the VPC.',
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted': encryptedByAws,
    'NIST.800.53.R5-IAMNoInlinePolicy': ownPolicy,
  },
  function: {
    'AwsSolutions-IAM5[Resource::*]':
      'Only actions that take no resource: describing endpoints and targets, and the network interfaces of a function.',
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted': encryptedByAws,
    'NIST.800.53.R5-IAMNoInlinePolicy': ownPolicy,
    'NIST.800.53.R5-LambdaConcurrency':
      'Two runs at once do the same twice and no harm; a reserve would be taken from others.',
    'NIST.800.53.R5-LambdaDLQ': notQueued,
    'NIST.800.53.R5-LambdaInsideVPC':
      'It calls the APIs of EC2 and Elastic Load Balancing and nothing in the VPC.',
    'Serverless-LambdaDLQ': notQueued,
    'Serverless-EventBusDLQ': notQueued,
  },
  mail: { 'Serverless-SNSRedrivePolicy': 'SNS itself delivers e-mail, and tries again for hours.' },
  /** A call that AwsCustomResource makes during a deploy. */
  call: {
    'AwsSolutions-IAM5[Resource::*]': 'The call describes, and such actions take no resource.',
    'NIST.800.53.R5-IAMNoInlinePolicy': ownPolicy,
  },
  /** The function of aws-cdk-lib that makes those calls, once a stack. */
  caller: {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      'aws-cdk-lib gives its own function this policy.',
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted': encryptedByAws,
    'NIST.800.53.R5-LambdaConcurrency': 'It runs during a deploy only.',
    'NIST.800.53.R5-LambdaDLQ': 'CloudFormation waits for its answer and sees every failure.',
    'NIST.800.53.R5-LambdaInsideVPC': 'It calls APIs of AWS and nothing in the VPC.',
    'Serverless-LambdaDLQ': 'CloudFormation waits for its answer and sees every failure.',
    'Serverless-LambdaDefaultMemorySize': 'aws-cdk-lib sets the size of its own function.',
    'Serverless-LambdaTracing': 'It is no part of a request.',
  },
} as const satisfies Record<string, Findings>;

/** Acknowledges the findings on the construct and all that is in it. */
export function acknowledgeAll(construct: IConstruct, findings: Findings): void {
  for (const [id, reason] of Object.entries(findings)) Validations.of(construct).acknowledge({ id, reason });
}
