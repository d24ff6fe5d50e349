/** Starts a local run of an assembly: services, functions, gateway, pollers, schedules; and ends it in reverse. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiKeyValues } from './api-key-values';
import { type Clock, systemClock } from './clock';
import { answerControl } from './control/usage-plans';
import { connectEvents } from './events';
import { startFunctions } from './functions';
import { issueLocalTokens, type LocalToken } from './gateway/authorize/local-tokens';
import type { ServedApi } from './gateway/listen/api-listeners';
import { type GatewayOptions, startGateway } from './gateway/server';
import { startTraceDaemon } from './gateway/trace/daemon';
import { TraceStore } from './gateway/trace/trace-store';
import { type ApiKeyAccess, describeKeys, enabledKey } from './key-access';
import { serviceVariables, unservedEndpoints } from './services/addresses';
import { localCredentials } from './services/objects/presigned';
import { provision, type ServiceEndpoints } from './services/provision';
import { needsServices, type Services, startServices } from './services/services';
import { loadModel } from './template/load';
import type { Model, Unsupported } from './template/model';
import { type IssuedToken, TokenIssuer } from './tokens/token-issuer';
import { traceRecorder } from './trace-files';
import { bindUpstreams } from './upstreams/environment';
import { startUpstreams } from './upstreams/start';

export interface LocalOptions {
  /** Folder of the cloud assembly. */
  readonly assembly: string;
  /** Of the first API; further ones follow. 0 picks free ones. */
  readonly port: number;
  /** State is kept here. @default - a folder that goes with the run */
  readonly dataDirectory?: string;
  /** @default - `logs` in the data folder */
  readonly logDirectory?: string;
  /** Services that were started ahead, in the same data folder. @default - started when the templates need them */
  readonly services?: Promise<Services>;
  readonly clock?: Clock;
  /** Every kept trace is written here as X-Ray's BatchGetTraces gives it. @default - traces stay in memory */
  readonly traceDirectory?: string;
  /** Base URLs in place of VPC links, by their id or logical id. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Public keys of Cognito user pools. @default - those of the tokens that the run itself issues */
  readonly jwks?: GatewayOptions['jwks'];
  /** Variables that every function gets besides its own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** One line a request. @default - nothing is printed */
  readonly accessLog?: (line: string) => void;
  /** What went wrong in the background. @default - standard error */
  readonly report?: (message: string) => void;
}

export interface LocalRun {
  readonly apis: readonly ServedApi[];
  readonly keys: readonly ApiKeyAccess[];
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where the embedded services answer, for clients of their own; none when nothing of the template needs them. */
  readonly services: ServiceEndpoints | undefined;
  readonly unsupported: readonly Unsupported[];
  readonly model: Model;
  /** For methods that a Cognito user pool or an authorizer of ours guards. */
  readonly tokens: readonly (LocalToken | IssuedToken)[];
  /** The latest requests' traces. */
  readonly traces: TraceStore;
  /** Starts environments ahead of the first calls. */
  warm(): void;
  /** Serves another state of the assembly, with the data that is there. */
  reload(assembly: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws an error whose message says what to do */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const closers: Closers = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    return await start(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => Promise<void> | void)[];

async function start(options: LocalOptions, closers: Closers, close: () => Promise<void>): Promise<LocalRun> {
  const { clock = systemClock, report = message => console.error(message) } = options;
  const directory = resolve(options.dataDirectory ?? temporaryFolder(closers));
  const logDirectory = resolve(options.logDirectory ?? join(directory, 'logs'));
  mkdirSync(logDirectory, { recursive: true });
  const apiKeyValue = apiKeyValues(options.dataDirectory && join(directory, 'api-keys.json'));
  const load = (assembly: string, queues: string) =>
    loadModel(assembly, { endpoints: { queues }, apiKeyValue });

  let services = await options.services;
  if (!services && needsServices(load(options.assembly, '')))
    services = await startServices({ directory, inMemory: options.dataDirectory === undefined });
  if (services) closers.push(services.close);
  const endpoints = services?.endpoints ?? unservedEndpoints;
  let model = load(options.assembly, endpoints.queues);
  if (services) await provision(model, endpoints);

  const upstreams = await startUpstreams(model.vpcLinks, options.upstreams);
  closers.push(upstreams.close);
  const traces = new TraceStore();
  const record = traceRecorder(traces, options.traceDirectory);
  const daemon = await startTraceDaemon(record);
  closers.push(daemon.close);
  const issuer = new TokenIssuer({ clock, report });
  closers.push(() => issuer.close());
  const functionsOf = (current: Model) =>
    issuer.bind(bindUpstreams(current.functions, current.vpcLinks, upstreams.byLink));
  const functions = await startFunctions({
    functions: await functionsOf(model),
    region: model.region,
    variables: {
      ...serviceVariables(endpoints),
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      ...options.variables,
    },
    logDirectory,
    workDirectory: join(directory, 'inline-code'),
    endpoints,
    clock,
    report,
    record,
    control: target =>
      answerControl(target, {
        plans: () => model.usagePlans,
        usage: (planId, keyId) => gateway.usage(planId, keyId),
      }),
  });
  closers.push(functions.close);
  const cognito = await issueLocalTokens(model, clock);
  const gateway = await startGateway({
    model,
    invoker: functions.invoker,
    clock,
    port: options.port,
    credentials: localCredentials,
    jwks: options.jwks ?? cognito.jwks,
    accessLog: options.accessLog ?? (() => undefined),
    dataDirectory: options.dataDirectory && directory,
    logDirectory,
    serviceEndpoints: services
      ? { sqs: endpoints.queues, sns: endpoints.topics, dynamodb: endpoints.dynamodb }
      : {},
    recordSegment: record,
    upstreams: upstreams.byLink,
  });
  closers.push(gateway.close);
  const connect = (current: Model) => connectEvents(current, { endpoints, ...functions, clock, report });
  let events = await connect(model);
  closers.push(() => events.stop());

  return {
    get apis() {
      return gateway.apis;
    },
    get keys() {
      return describeKeys(model);
    },
    credentials: localCredentials,
    services: services?.endpoints,
    get tokens() {
      const issued = issuer.tokens(model.functions, enabledKey(describeKeys(model))?.value);
      return [...cognito.tokens, ...issued];
    },
    traces,
    get unsupported() {
      return [...model.unsupported, ...gateway.unsupported, ...events.unsupported];
    },
    get model() {
      return model;
    },
    warm: () => functions.warm(model),
    reload: async assembly => {
      const next = load(assembly, endpoints.queues);
      if (services) await provision(next, endpoints);
      await events.stop();
      await functions.replace(await functionsOf(next));
      await gateway.replaceModel(next);
      model = next;
      events = await connect(next);
    },
    close,
  };
}

function temporaryFolder(closers: Closers): string {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-'));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
