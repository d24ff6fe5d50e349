import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type CfnRule, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { probeEnvironment } from '../../contract/private-environment';
import type { ProbeConfig } from '../config/private/consumer';
import { acknowledgeAll, acknowledged } from './acknowledged';
import { PrivateFunction } from './private-function';
import type { PrivateVpc } from './private-vpc';

export interface PrivateProbeProps extends ProbeConfig {
  readonly network: PrivateVpc;
  /** Security group that the endpoint lets in. */
  readonly group: ISecurityGroup;
  /** Base URL with the stage, without a trailing slash. */
  readonly url: string;
  /**
   * Sent as x-apigw-api-id, where the host is the endpoint's own.
   * @default - the host tells the API
   */
  readonly apiId?: string;
  readonly retentionDays: RetentionDays;
}

/** A function that calls the API from inside the VPC and answers a report of what came back. */
export class PrivateProbe extends Construct {
  readonly handler: IFunction;

  constructor(scope: Construct, id: string, props: PrivateProbeProps) {
    super(scope, id);
    this.handler = new PrivateFunction(this, 'Handler', {
      name: 'private-probe',
      description: 'Calls a private API from inside the VPC and reports',
      timeout: Duration.seconds(60),
      retentionDays: props.retentionDays,
      environment: {
        [probeEnvironment.url]: props.url,
        [probeEnvironment.paths]: JSON.stringify(props.paths),
        ...(props.apiId !== undefined && { [probeEnvironment.apiId]: props.apiId }),
      },
      inside: { network: props.network, groups: [props.group] },
    });
    acknowledgeAll(this, acknowledged.function);
    if (props.everyMinutes === undefined) return;
    const rule = new Rule(this, 'Schedule', {
      description: 'Calls the private API',
      schedule: Schedule.rate(Duration.minutes(props.everyMinutes)),
      targets: [new LambdaFunction(this.handler, { retryAttempts: 0 })],
    });
    (rule.node.defaultChild as CfnRule).addMetadata(
      'jobgate:not-local',
      'a local run has no VPC to probe from',
    );
  }
}
