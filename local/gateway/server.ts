/**
 * Starts the gateway: one port for each REST API (its stages are the first segment of the path, custom domains come by
 * Host), and for a private API a second one that plays its VPC endpoint. Loopback only.
 */
import { join } from 'node:path';
import type { LambdaInvoker } from '../runtime/invocation';
import type { Model, Unsupported } from '../template/model';
import type { CognitoPorts } from './authorize/cognito';
import type { CredentialStore } from './authorize/credentials';
import { checkApis } from './check/check-apis';
import type { Clock } from './exchange';
import { createApiListeners, type ServedApi } from './listen/api-listeners';
import { listen } from './listen/listener';
import type { LogSink } from './log/sink';
import { logFiles } from './log-files';
import { createMeter, type UsageReport } from './meter/meter';
import type { UsageSnapshot, UsageStore } from './meter/usage';
import { fileUsageStore } from './meter/usage-file';
import { createPipeline } from './pipeline';
import { plainError } from './respond/plain';
import { createSampler, type Sampler } from './trace/sampler';
import type { SegmentDocument } from './trace/segments';

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
  /** Told of failures of the gateway itself. @default - standard error */
  readonly report?: (line: string) => void;
  /** @default - usage counters live in memory */
  readonly dataDirectory?: string;
  /** @default - logs are not written to files */
  readonly logDirectory?: string;
  /** Base URLs of the embedded services, for direct integrations. @default - none is served */
  readonly serviceEndpoints?: Readonly<Record<string, string>>;
  /** Takes API Gateway's segments of sampled requests. @default - they are dropped */
  readonly recordSegment?: (document: SegmentDocument) => void;
  /** Base URLs in place of VPC links and hosts. @default - hosts are called as they are written */
  readonly upstreams?: Readonly<Record<string, string>>;
}

export interface Gateway {
  readonly apis: readonly ServedApi[];
  /** Methods that answer 501, with the reason. */
  readonly unsupported: readonly Unsupported[];
  /** What a key used of a plan; undefined when the plan does not have the key. */
  usage(planId: string, keyId: string): UsageReport | undefined;
  /** Serves another state of the app from the next request on; APIs that are new in it get a port. */
  replaceModel(model: Model): Promise<void>;
  close(): Promise<void>;
}

/** @throws the listener's error, whose code is EADDRINUSE when a port is taken; or one that says what AWS would refuse */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const report = options.report ?? (line => console.error(line));
  const lasting = {
    logs: logFiles(options.logDirectory, options.accessLog, report),
    store:
      options.dataDirectory === undefined
        ? usageInMemory()
        : fileUsageStore(join(options.dataDirectory, 'usage.json')),
    sampler: createSampler(options.clock),
  };
  let current = build(options, options.model, lasting);
  const listeners = createApiListeners((api, taken, vpcEndpointId) =>
    listen({
      port: options.port === 0 ? 0 : options.port + taken,
      now: () => options.clock.now(),
      failed: error =>
        report(
          `The gateway failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
      handle: async (request, port) => {
        const { pipeline, model } = current;
        const own = model.apis.find(({ id }) => id === api.id);
        return own ? pipeline.handle(request, own, port) : plainError(403, 'Forbidden');
      },
      ...(vpcEndpointId === undefined ? {} : { vpcEndpointId }),
    }),
  );
  const close = async () => {
    await listeners.close();
    current.meter.flush();
    await lasting.logs.close();
  };
  try {
    await listeners.open(options.model.apis);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    get apis() {
      return listeners.served(current.model.apis);
    },
    get unsupported() {
      return current.pipeline.unsupported;
    },
    usage: (planId, keyId) => current.meter.usage(planId, keyId),
    replaceModel: async model => {
      try {
        await listeners.open(model.apis);
        current.meter.flush();
        current = build(options, model, lasting);
      } finally {
        await listeners.keep(current.model.apis);
      }
    },
    close,
  };
}

/** What outlives a change of the model. */
interface Lasting {
  readonly logs: LogSink;
  readonly store: UsageStore;
  readonly sampler: Sampler;
}

function build(options: GatewayOptions, model: Model, { logs, store, sampler }: Lasting) {
  checkApis(model);
  const { clock, invoker, credentials } = options;
  const meter = createMeter({ plans: model.usagePlans, keys: model.apiKeys, clock, store });
  const pipeline = createPipeline(model, {
    clock,
    invoker,
    logs,
    sampler,
    meter,
    functions: model.functions,
    region: model.region,
    accountId: model.accountId,
    accessKeyId: credentials.accessKeyId,
    credentials: localCredentials(credentials, model.accountId),
    userPools: model.userPools,
    jwks: options.jwks ?? (() => ({ keys: [] })),
    serviceEndpoints: options.serviceEndpoints ?? {},
    upstreams: options.upstreams ?? {},
    recordSegment: options.recordSegment ?? (() => undefined),
  });
  return { model, meter, pipeline };
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

/** Counters that go on when the model changes, and end with the run. */
function usageInMemory(): UsageStore {
  let kept: UsageSnapshot | undefined;
  return {
    load: () => kept,
    save: snapshot => {
      kept = snapshot;
    },
  };
}
