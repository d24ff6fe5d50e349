import {
  ApiKeySourceType,
  EndpointType,
  type IResource,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { type CorsConfig, corsDefaults } from '../config/cors';
import { ApiLogging } from '../constructs/api-logging';
import { answerPreflight, errorHeaders } from '../constructs/cross-origin';
import { acknowledgeAll, acknowledged } from './acknowledged';
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
   * Pages of which origins may call.
   * @default - no CORS
   */
  readonly cors?: CorsConfig;
  /**
   * Whether every call needs an API key.
   * @default false
   */
  readonly keyRequired?: boolean;
  /**
   * Encrypts the logs; of the same account and region.
   * @default - they are encrypted with a key of AWS
   */
  readonly key?: IKey;
}

const methods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/** A REST API that only the named endpoints reach, with a back end under each prefix. */
export class PrivateRestApi extends Construct {
  readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: PrivateRestApiProps) {
    super(scope, id);
    const logging = new ApiLogging(this, 'Logging', { stage: props.stage, key: props.key });
    this.restApi = new RestApi(this, 'Api', {
      restApiName: `jobgate-${props.stage.name}-private`,
      endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [props.endpoint] },
      // Takes effect with the next deployment only; aws-cdk-lib makes one when the policy changes.
      policy: onlyFromEndpoints(props.callers),
      apiKeySourceType: ApiKeySourceType.HEADER,
      // Bodies pass as they are; the back end decides what they mean.
      binaryMediaTypes: ['*/*'],
      deployOptions: logging.stageOptions,
    });
    logging.keepExecutionLog(this.restApi);
    for (const { prefix, backend } of props.backends) {
      const base = this.restApi.root.resourceForPath(prefix);
      this.serve(base, backend, false, props);
      this.serve(base.addResource('{proxy+}'), backend, true, props);
    }
    this.letErrorsBeRead(props.cors);
    acknowledgeAll(this, acknowledged.api);
  }

  private serve(
    resource: IResource,
    backend: PrivateBackend,
    greedy: boolean,
    props: PrivateRestApiProps,
  ): void {
    backend.addTo(resource, greedy, { apiKeyRequired: props.keyRequired ?? false });
    if (props.cors) answerPreflight(resource, methods, { ...corsDefaults, ...props.cors });
  }

  /** Pages see why a call was refused only when API Gateway's own answers may be read too. */
  private letErrorsBeRead(cors: CorsConfig | undefined): void {
    if (cors === undefined) return;
    for (const type of [ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX]) {
      this.restApi.addGatewayResponse(type.responseType, {
        type,
        responseHeaders: errorHeaders({ ...corsDefaults, ...cors }),
      });
    }
  }
}
