import { Fn } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import { ServiceLog } from './service-log';

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
    this.acknowledgeFindings(api);
  }

  private acknowledgeFindings({ deploymentStage }: RestApi): void {
    const { logs, tracing } = this.props.stage;
    if (logs.level === 'OFF') {
      acknowledge(
        deploymentStage,
        'The stage switched execution logs off (logs.level); its access log stays.',
        'AwsSolutions-APIG6',
        'NIST.800.53.R5-APIGWExecutionLoggingEnabled',
      );
    }
    if (!tracing.active) {
      const reason = 'The stage follows the traces of its callers (tracing).';
      acknowledge(deploymentStage, reason, 'Serverless-APIGWXrayEnabled');
    }
  }

  private logGroup(id: string, name?: string): ServiceLog {
    return new ServiceLog(this, id, { logs: this.props.stage.logs, name, key: this.props.key });
  }
}
