import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  DockerImageFunction,
  type DockerImageFunctionProps,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import type { ServiceImage } from './service-image';
import { ServiceLog } from './service-log';

export interface ServiceFunctionProps {
  readonly image: ServiceImage;
  /** Folder of the function in `lambda`. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly stage: Pick<Stage, 'logs' | 'tracing'>;
  readonly memoryMegabytes: number;
  /** @default - none kept free */
  readonly reservedConcurrency?: number;
  /** @default - outside of any VPC */
  readonly network?: Pick<DockerImageFunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups'>;
  /** @default - its log and environment are encrypted with keys of AWS */
  readonly key?: IKey;
}

/** One function of the service's image, with a log of its own that does not outlive its use. */
export class ServiceFunction extends DockerImageFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { image, name, stage } = props;
    const logGroup = new ServiceLog(scope, `${id}Logs`, { logs: stage.logs, key: props.key });
    // Lambda's managed policy would let every function write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (props.network) grantNetworkInterfaces(role);
    super(scope, id, {
      code: image.code(`${name}.handler`),
      description: props.description,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
      reservedConcurrentExecutions: props.reservedConcurrency,
      tracing: stage.tracing.active ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
      environmentEncryption: props.key,
      ...props.network,
      role,
      logGroup,
    });
    this.acknowledgeFindings(props);
  }

  private acknowledgeFindings({ network, reservedConcurrency, stage }: ServiceFunctionProps): void {
    acknowledge(
      this,
      'Called by API Gateway, which passes errors on, by a queue or schedule that repeats what failed, or by CloudFormation, which undoes it.',
      'NIST.800.53.R5-LambdaDLQ',
      'Serverless-LambdaDLQ',
    );
    acknowledge(
      this,
      'Event sources are queues, whose own redrive policy keeps what failed.',
      'Serverless-LambdaEventSourceMappingDestination',
    );
    if (!network) {
      acknowledge(this, 'It calls AWS services alone, over TLS.', 'NIST.800.53.R5-LambdaInsideVPC');
    }
    if (!stage.tracing.active) {
      acknowledge(this, 'The stage follows the traces of its callers (tracing).', 'Serverless-LambdaTracing');
    }
    if (!reservedConcurrency) {
      acknowledge(
        this,
        'The stage keeps no concurrency free for it; new accounts have none to keep.',
        'NIST.800.53.R5-LambdaConcurrency',
      );
    }
    acknowledge(
      this.role!,
      'X-Ray and network interfaces take no resource.',
      'AwsSolutions-IAM5[Resource::*]',
    );
    acknowledge(
      this.role!,
      'One policy made of the grants of what the function is connected to; no other identity shares it.',
      'NIST.800.53.R5-IAMNoInlinePolicy',
    );
  }
}

/**
 * A function in a VPC makes its own network interfaces, which EC2 lets nobody name beforehand (Lambda developer guide,
 * "Giving Lambda functions access to resources in an Amazon VPC").
 */
export function grantNetworkInterfaces(role: Role): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    }),
  );
}
