import { Duration, Size } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  type CfnRestApi,
  EndpointType,
  type IResource,
  LambdaIntegration,
  type Method,
  type MethodDeploymentOptions,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Route, routes } from '../../contract/routes';
import type { Stage } from '../config';
import { type RouteName, routeName } from '../config/routes';
import { acknowledge } from './acknowledge';
import { ApiAuthorization } from './api-authorization';
import { ApiLogging } from './api-logging';
import { onlyFromAddresses } from './api-policy';
import { answerPreflight, connectOrigins, errorHeaders, fixedAnswer } from './cross-origin';
import type { MethodAnswer } from './mock-answer';
import { answerProblems } from './problem-responses';
import { RequestValidation } from './request-validation';

export interface JobApiProps {
  readonly stage: Stage;
  /** Answers every route that API Gateway does not answer itself. */
  readonly handler: LambdaFunction;
  /** Makes the function that decides about JSON Web Tokens; called only where the stage uses them. */
  readonly tokenAuthorizer: () => LambdaFunction;
  /**
   * Where a private API is called.
   * @default - the API is public
   */
  readonly privateAccess?: { readonly endpoint: IVpcEndpoint; readonly policy: PolicyDocument };
  /** @default - logs are encrypted with a key of AWS */
  readonly key?: IKey;
}

/** The integration timeout that every account has. */
export const integrationTimeoutSeconds = 29;

/** The REST API made from the table of routes, with one stage. */
export class JobApi extends Construct {
  readonly restApi: RestApi;
  readonly methods: ReadonlyMap<RouteName, Method>;

  constructor(scope: Construct, id: string, props: JobApiProps) {
    super(scope, id);
    const { stage, handler } = props;
    const logging = new ApiLogging(this, 'Logging', { stage, key: props.key });
    const policy = props.privateAccess?.policy ?? (stage.allowedIps && onlyFromAddresses(stage.allowedIps));
    this.restApi = new RestApi(this, 'Api', {
      restApiName: `jobgate-${stage.name}`,
      endpointConfiguration: {
        types: [
          EndpointType[props.privateAccess ? 'PRIVATE' : stage.endpoint === 'edge' ? 'EDGE' : 'REGIONAL'],
        ],
        vpcEndpoints: props.privateAccess && [props.privateAccess.endpoint],
      },
      policy,
      // Written in any case: what a template no longer says stays as it was.
      disableExecuteApiEndpoint: stage.domain?.executeApiEndpoint === false,
      apiKeySourceType: ApiKeySourceType[stage.keySource === 'authorizer' ? 'AUTHORIZER' : 'HEADER'],
      // Downloads reach clients that accept anything only so; the handler decodes each body by its flag.
      binaryMediaTypes: ['*/*'],
      minCompressionSize:
        stage.minimumCompressionBytes === undefined ? undefined : Size.bytes(stage.minimumCompressionBytes),
      deployOptions: {
        ...logging.stageOptions,
        variables: { ...stage.variables },
        methodOptions: routeThrottles(stage, logging.stageOptions),
      },
    });
    // An empty policy takes away one that the API had; no policy would leave it (aws/aws-cdk#21840, after AWS Support
    // serverless/serverless#7212).
    if (!policy) (this.restApi.node.defaultChild as CfnRestApi).addPropertyOverride('Policy', '');
    // The stack has its own output, which knows of the domain too.
    this.restApi.node.tryRemoveChild('Endpoint');
    logging.keepExecutionLog(this.restApi);
    answerProblems(this.restApi, errorHeaders(stage.cors));
    connectOrigins(handler, stage.cors);
    this.methods = this.addRoutes(props);
    this.acknowledgeFindings(stage);
  }

  private acknowledgeFindings(stage: Stage): void {
    acknowledge(
      this.restApi.deploymentStage,
      'A cache in front of every method could answer one tenant with the job of another.',
      'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted',
    );
    acknowledge(
      this.restApi.deploymentStage,
      'A client certificate proves API Gateway to HTTP back ends; the integrations here are Lambda functions.',
      'NIST.800.53.R5-APIGWSSLEnabled',
    );
    if (!stage.waf) {
      acknowledge(
        this.restApi.deploymentStage,
        'The stage did not ask for a firewall (waf).',
        'AwsSolutions-APIG3',
        'NIST.800.53.R5-APIGWAssociatedWithWAF',
      );
    }
  }

  private addRoutes({ stage, handler, tokenAuthorizer }: JobApiProps): ReadonlyMap<RouteName, Method> {
    const authorization = new ApiAuthorization(this, 'Authorization', { stage, tokenAuthorizer });
    authorization.connect(handler);
    const { restApi } = this;
    const validation = new RequestValidation(this, 'Validation', { restApi, validation: stage.validation });
    const handled: MethodAnswer = {
      integration: new LambdaIntegration(handler, {
        timeout: Duration.seconds(integrationTimeoutSeconds),
        // One permission for the API: a function's policy ends at 20,480 bytes.
        scopePermissionToMethod: false,
      }),
    };
    const methods = new Map<RouteName, Method>();
    const resources = new Map<IResource, string[]>();
    for (const route of routes as readonly Route[]) {
      const resource = restApi.root.resourceForPath(route.path);
      const { integration, methodResponses } = route.fixed ? fixedAnswer(route.fixed, stage.cors) : handled;
      const method = resource.addMethod(route.method, integration, {
        operationName: route.operation,
        ...authorization.methodOptions(route),
        ...validation.methodOptions(route),
        methodResponses,
      });
      authorization.acknowledgeFindings(method, route);
      methods.set(routeName(route), method);
      resources.set(resource, [...(resources.get(resource) ?? []), route.method]);
    }
    if (stage.cors) for (const [resource, verbs] of resources) answerPreflight(resource, verbs, stage.cors);
    return methods;
  }
}

/**
 * Settings by `/path/METHOD`, as a stage has them (API Gateway API reference, `MethodSetting`). They take the place of
 * the stage's, so each repeats what the stage logs and measures.
 */
function routeThrottles(
  { throttle }: Pick<Stage, 'throttle'>,
  { loggingLevel, dataTraceEnabled, metricsEnabled }: MethodDeploymentOptions,
): Record<string, MethodDeploymentOptions> {
  const own = { loggingLevel, dataTraceEnabled, metricsEnabled };
  const entries = Object.entries(throttle.routes ?? {}).map(([route, { rate, burst }]) => {
    const [method, path] = route.split(' ');
    return [`${path}/${method}`, { ...own, throttlingRateLimit: rate, throttlingBurstLimit: burst }] as const;
  });
  return Object.fromEntries(entries);
}
