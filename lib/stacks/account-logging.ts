import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { GatewayLogging } from '../constructs/gateway-logging';

/** What API Gateway needs once per account and region, for every API in it. */
export class AccountLoggingStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new GatewayLogging(this, 'Gateway');
  }
}
