import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  DockerImageFunction,
  type DockerImageFunctionProps,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import type { ServiceImage } from './service-image';

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
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: stage.logs.retentionDays,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
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
  }
}

/**
 * A function in a VPC makes its own network interfaces, which EC2 lets nobody name beforehand (Lambda developer guide,
 * "Giving Lambda functions access to resources in an Amazon VPC").
 */
function grantNetworkInterfaces(role: Role): void {
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
