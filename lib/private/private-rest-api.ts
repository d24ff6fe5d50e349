import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  Cors,
  EndpointType,
  type IResource,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { AccessLog } from '../constructs/access-log';
import type { PrivateBackend } from './private-backend';
import { onlyFromEndpoints } from './resource-policy';

export interface PrivateRestApiProps {
  readonly stage: Pick<Stage, 'name' | 'logs' | 'tracing' | 'throttle'>;
  /** The API's own endpoint. */
  readonly endpoint: IVpcEndpoint;
  /** Ids of all endpoints that may call, the API's own included. */
  readonly callers: readonly string[];
  readonly backends: readonly { readonly prefix: string; readonly backend: PrivateBackend }[];
  /**
   * Origins whose pages may call.
   * @default - no CORS
   */
  readonly corsOrigins?: readonly string[];
  /**
   * Whether every call needs an API key.
   * @default false
   */
  readonly keyRequired?: boolean;
}

/** A REST API that only the named endpoints reach, with a back end under each prefix. */
export class PrivateRestApi extends Construct {
  readonly restApi: RestApi;
  private readonly keyRequired: boolean;
  private readonly corsOrigins: readonly string[];

  constructor(scope: Construct, id: string, props: PrivateRestApiProps) {
    super(scope, id);
    const { stage } = props;
    this.keyRequired = props.keyRequired ?? false;
    this.corsOrigins = props.corsOrigins ?? [];
    const policy = onlyFromEndpoints(props.callers);
    this.restApi = new RestApi(this, 'Api', {
      restApiName: `jobgate-${stage.name}-private`,
      endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [props.endpoint] },
      policy,
      apiKeySourceType: ApiKeySourceType.HEADER,
      // Bodies pass as they are; the back end decides what they mean.
      binaryMediaTypes: ['*/*'],
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: stage.tracing.active,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel[stage.logs.level],
        dataTraceEnabled: stage.logs.fullData,
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
        ...new AccessLog(this, 'Access', stage).stageOptions,
      },
    });
    for (const { prefix, backend } of props.backends) {
      const base = this.restApi.root.resourceForPath(prefix);
      this.serve(base, backend, false);
      this.serve(base.addResource('{proxy+}'), backend, true);
    }
    this.letErrorsBeRead();
    // A changed policy takes effect with the next deployment only.
    this.restApi.latestDeployment?.addToLogicalId(policy.toJSON());
    this.keepExecutionLog(stage);
  }

  private serve(resource: IResource, backend: PrivateBackend, greedy: boolean): void {
    backend.addTo(resource, greedy, { apiKeyRequired: this.keyRequired });
    if (this.corsOrigins.length === 0) return;
    resource.addCorsPreflight({
      allowOrigins: [...this.corsOrigins],
      allowMethods: Cors.ALL_METHODS,
      allowHeaders: [...Cors.DEFAULT_HEADERS, 'X-Request-Id'],
    });
  }

  /** Pages see why a call was refused only with the header on the gateway's own answers, where it is one fixed text. */
  private letErrorsBeRead(): void {
    const [origin, ...more] = this.corsOrigins;
    if (origin === undefined || more.length > 0) return;
    for (const type of [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]) {
      this.restApi.addGatewayResponse(type.responseType, {
        type,
        responseHeaders: { 'Access-Control-Allow-Origin': `'${origin}'` },
      });
    }
  }

  private keepExecutionLog(stage: Pick<Stage, 'name' | 'logs'>): void {
    const log = new LogGroup(this, 'Execution', {
      logGroupName: Fn.join('', ['API-Gateway-Execution-Logs_', this.restApi.restApiId, '/', stage.name]),
      retention: stage.logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.restApi.deploymentStage.node.addDependency(log);
  }
}
