import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { grantNetworkInterfaces } from '../constructs/service-function';
import { bundleHandlers } from '../handlers/bundle';
import type { PrivateVpc } from './private-vpc';

export interface PrivateFunctionProps {
  /** Folder of the function in `lambda`. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly retentionDays: RetentionDays;
  /**
   * Where it stands, when what it asks is reached from inside only.
   * @default - outside of any VPC
   */
  readonly inside?: { readonly network: PrivateVpc; readonly groups: readonly ISecurityGroup[] };
}

/**
 * A function of this part. It comes as a zip file and not in the service's image, because it also runs in accounts that
 * have no repository with that image.
 */
export class PrivateFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: PrivateFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (props.inside) grantNetworkInterfaces(role);
    super(scope, id, {
      code: Code.fromAsset(bundled(), { exclude: ['*', `!${props.name}.js`] }),
      handler: `${props.name}.handler`,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment },
      role,
      logGroup,
      vpc: props.inside?.network.vpc,
      vpcSubnets: props.inside && { subnets: [...props.inside.network.subnets] },
      securityGroups: props.inside && [...props.inside.groups],
    });
  }
}

let folder: string | undefined;
/** The bundle of this synthesis; every function of every stack is in it. */
function bundled(): string {
  folder ??= bundleHandlers();
  return folder;
}
