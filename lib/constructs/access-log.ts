import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, LogGroupLogDestination, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../config';

export interface AccessLogProps {
  readonly logs: Stage['logs'];
}

/** One line of JSON a request. Every value is a string, because API Gateway writes `-` for what it does not know. */
export class AccessLog extends Construct {
  readonly stageOptions: Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'>;

  constructor(scope: Construct, id: string, { logs }: AccessLogProps) {
    super(scope, id);
    const group = new LogGroup(this, 'Logs', {
      retention: logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stageOptions = {
      accessLogDestination: new LogGroupLogDestination(group),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(logs.accessFields)),
    };
  }
}
