import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  ContentHandling,
  EndpointType,
  type Integration,
  LambdaIntegration,
  type Method,
  MethodLoggingLevel,
  MockIntegration,
  PassthroughBehavior,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Route, routes } from '../../contract/routes';
import type { Stage } from '../config';
import type { RouteName } from '../config/routes';
import { AccessLog } from './access-log';
import { answerProblems } from './problem-responses';

export interface JobApiProps {
  readonly stage: Stage;
  /** Answers every route that API Gateway does not answer itself. */
  readonly handler: IFunction;
}

/** The integration timeout that every account has. */
const integrationTimeout = Duration.seconds(29);

/** The REST API made from the table of routes, with one stage. */
export class JobApi extends Construct {
  readonly restApi: RestApi;
  readonly methods: ReadonlyMap<RouteName, Method>;

  constructor(scope: Construct, id: string, { stage, handler }: JobApiProps) {
    super(scope, id);
    const accessLog = new AccessLog(this, 'Access', stage);
    this.restApi = new RestApi(this, 'Api', {
      restApiName: `jobgate-${stage.name}`,
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.HEADER,
      // Downloads reach clients that accept anything only so; the handler decodes each body by its flag.
      binaryMediaTypes: ['*/*'],
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: stage.tracing.active,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel[stage.logs.level],
        dataTraceEnabled: stage.logs.fullData,
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
        ...accessLog.stageOptions,
      },
    });
    this.keepExecutionLog(stage);
    answerProblems(this.restApi);
    const answer = new LambdaIntegration(handler, {
      timeout: integrationTimeout,
      // One permission for the API: a function's policy ends at 20,480 bytes.
      scopePermissionToMethod: false,
    });
    this.methods = new Map(routes.map(route => [routeName(route), this.addRoute(route, answer)]));
  }

  private addRoute(route: Route, answer: Integration): Method {
    return this.restApi.root
      .resourceForPath(route.path)
      .addMethod(route.method, route.fixed ? fixedAnswer(route.fixed) : answer, {
        operationName: route.operation,
        apiKeyRequired: !route.open,
        ...(route.fixed && { methodResponses: [{ statusCode: '200' }] }),
      });
  }

  /** API Gateway would create the execution log itself and keep it for ever. */
  private keepExecutionLog(stage: Stage): void {
    const log = new LogGroup(this, 'Execution', {
      logGroupName: Fn.join('', ['API-Gateway-Execution-Logs_', this.restApi.restApiId, '/', stage.name]),
      retention: stage.logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.restApi.deploymentStage.node.addDependency(log);
  }
}

function routeName(route: Route): RouteName {
  return `${route.method} ${route.path}` as RouteName;
}

/** With every media type binary, API Gateway reads the request template of a mock only when told that it is text. */
function fixedAnswer(body: object): MockIntegration {
  return new MockIntegration({
    contentHandling: ContentHandling.CONVERT_TO_TEXT,
    passthroughBehavior: PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [
      { statusCode: '200', responseTemplates: { 'application/json': JSON.stringify(body) } },
    ],
  });
}
