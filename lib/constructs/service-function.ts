import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, DockerImageFunction, Tracing } from 'aws-cdk-lib/aws-lambda';
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
}

/** One function of the service's image, with a log of its own that does not outlive its use. */
export class ServiceFunction extends DockerImageFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { image, name, stage } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: stage.logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Lambda's managed policy would let every function write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      code: image.code(`${name}.handler`),
      description: props.description,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
      reservedConcurrentExecutions: props.reservedConcurrency,
      tracing: stage.tracing.active ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
      role,
      logGroup,
    });
  }
}
