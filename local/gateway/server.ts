/**
 * Starts the gateway: one port for each REST API (its stages are the first segment of the path, custom domains come by
 * Host), and for a private API a second one that plays its VPC endpoint. Loopback only.
 */

import type { LambdaInvoker } from '../runtime/invocation';
import type { Model, RestApiModel, Unsupported } from '../template/model';
import type { CognitoPorts } from './authorize/cognito';
import type { CredentialStore } from './authorize/credentials';
import { checkApis } from './check-apis';
import type { Clock } from './exchange';
import { type Listener, listen } from './listen/listener';
import { createMeter } from './meter/meter';
import { createPipeline } from './pipeline';

export interface GatewayOptions {
  readonly model: Model;
  readonly invoker: LambdaInvoker;
  readonly clock: Clock;
  /** Of the first API; further ones take the ports that follow. 0 picks free ones. */
  readonly port: number;
  /** What IAM-signed requests of local callers are signed with. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Public keys of a Cognito user pool, by its ARN. @default - no token is valid */
  readonly jwks?: CognitoPorts['jwks'];
  /** One line a request, in the stage's own format. */
  readonly accessLog: (line: string) => void;
  /** @default - usage counters live in memory */
  readonly dataDirectory?: string;
  /** @default - logs are not written to files */
  readonly logDirectory?: string;
  /** Base URLs of the embedded services, for direct integrations. @default - none is served */
  readonly serviceEndpoints?: Readonly<Record<string, string>>;
  /** Base URLs in place of VPC links and hosts. @default - hosts are called as they are written */
  readonly upstreams?: Readonly<Record<string, string>>;
}

export interface ServedApi {
  readonly apiId: string;
  readonly name: string;
  readonly stage: string;
  /** Base URL with the stage, without a slash at its end; of a private API its VPC endpoint's. */
  readonly url: string;
  /** Of a private API: where the internet would call it. */
  readonly internetUrl?: string;
}

export interface Gateway {
  readonly apis: readonly ServedApi[];
  /** Methods that answer 501, with the reason. */
  readonly unsupported: readonly Unsupported[];
  /** Serves another state of the same APIs from the next request on. */
  replaceModel(model: Model): void;
  close(): Promise<void>;
}

/** @throws the listener's error, whose code is EADDRINUSE when a port is taken; or one that says what AWS would refuse */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const build = (model: Model) => {
    checkApis(model);
    return { model, pipeline: createPipeline(model, portsOf(options, model)) };
  };
  let current = build(options.model);
  const listeners: Listener[] = [];
  const open = async (api: RestApiModel, vpcEndpointId?: string) => {
    const listener = await listen({
      port: options.port === 0 ? 0 : options.port + listeners.length,
      now: () => options.clock.now(),
      failed: error =>
        options.accessLog(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      handle: (request, port) =>
        current.pipeline.handle(request, current.model.apis.find(({ id }) => id === api.id) ?? api, port),
      ...(vpcEndpointId === undefined ? {} : { vpcEndpointId }),
    });
    listeners.push(listener);
    return `http://127.0.0.1:${listener.port}`;
  };
  const close = async () => {
    await Promise.all(listeners.map(listener => listener.close()));
  };
  try {
    const apis: ServedApi[] = [];
    for (const api of options.model.apis) apis.push(...(await serveApi(api, open)));
    return {
      apis,
      unsupported: current.pipeline.unsupported,
      replaceModel: model => {
        current = build(model);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serveApi(
  api: RestApiModel,
  open: (api: RestApiModel, vpcEndpointId?: string) => Promise<string>,
): Promise<readonly ServedApi[]> {
  const internet = await open(api);
  const inside =
    api.endpointType === 'PRIVATE'
      ? await open(api, api.vpcEndpointIds[0] ?? 'vpce-00000000000000000')
      : undefined;
  return api.stages.map(({ name: stage }) => ({
    apiId: api.id,
    name: api.name,
    stage,
    url: `${inside ?? internet}/${stage}`,
    ...(inside === undefined ? {} : { internetUrl: `${internet}/${stage}` }),
  }));
}

function portsOf(options: GatewayOptions, model: Model) {
  return {
    invoker: options.invoker,
    functions: model.functions,
    region: model.region,
    accountId: model.accountId,
    clock: options.clock,
    accessKeyId: options.credentials.accessKeyId,
    credentials: localCredentials(options.credentials, model.accountId),
    userPools: model.userPools,
    jwks: options.jwks ?? (() => ({ keys: [] })),
    serviceEndpoints: options.serviceEndpoints ?? {},
    upstreams: options.upstreams ?? {},
    meter: createMeter({ plans: model.usagePlans, keys: model.apiKeys, clock: options.clock }),
  };
}

/** The one caller of a local run: an IAM user who may do everything that the resource policy lets him. */
function localCredentials(credentials: GatewayOptions['credentials'], accountId: string): CredentialStore {
  const caller = {
    ...credentials,
    principalArn: `arn:aws:iam::${accountId}:user/local`,
    principalId: 'AIDALOCAL00000000000',
  };
  return { find: accessKeyId => (accessKeyId === caller.accessKeyId ? caller : undefined) };
}
