import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../config';

export interface ApiLoggingProps {
  readonly stage: Pick<Stage, 'name' | 'logs' | 'tracing' | 'throttle'>;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

/** What is known afterwards of each request: access log, execution log, metrics and traces. */
export class ApiLogging extends Construct {
  readonly stageOptions: StageOptions;
  private readonly props: ApiLoggingProps;

  constructor(scope: Construct, id: string, props: ApiLoggingProps) {
    super(scope, id);
    this.props = props;
    const { logs, tracing, throttle, name } = props.stage;
    this.stageOptions = {
      stageName: name,
      tracingEnabled: tracing.active,
      metricsEnabled: true,
      loggingLevel: MethodLoggingLevel[logs.level],
      dataTraceEnabled: logs.fullData,
      throttlingRateLimit: throttle.rate,
      throttlingBurstLimit: throttle.burst,
      accessLogDestination: new LogGroupLogDestination(this.logGroup('Access')),
      // Every value is a string, because API Gateway writes `-` for what it does not know.
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(logs.accessFields)),
    };
  }

  /** API Gateway would create the execution log itself and keep it for ever. */
  keepExecutionLog(api: RestApi): void {
    const { name } = this.props.stage;
    const log = this.logGroup(
      'Execution',
      Fn.join('', ['API-Gateway-Execution-Logs_', api.restApiId, '/', name]),
    );
    api.deploymentStage.node.addDependency(log);
  }

  private logGroup(id: string, logGroupName?: string): LogGroup {
    return new LogGroup(this, id, {
      logGroupName,
      retention: this.props.stage.logs.retentionDays,
      encryptionKey: this.props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
