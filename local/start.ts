/** Starts a local run of an assembly: services, functions, gateway, pollers, schedules; and ends it in reverse. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BoundFunctions, startBoundFunctions } from './bound-functions';
import { type Clock, systemClock } from './clock';
import { Closers } from './closers';
import { answerControl } from './control/usage-plans';
import { type EmbeddedServices, startEmbeddedServices } from './embedded-services';
import { connectEvents } from './events';
import { issueLocalTokens, type LocalToken, type LocalTokens } from './gateway/authorize/local-tokens';
import type { ServedApi } from './gateway/listen/api-listeners';
import { type Gateway, type GatewayOptions, startGateway } from './gateway/server';
import type { TraceStore } from './gateway/trace/trace-store';
import { type ApiKeyAccess, describeKeys, enabledKey } from './key-access';
import { integrationEndpoints } from './services/addresses';
import { localCredentials } from './services/objects/presigned';
import type { ServiceEndpoints } from './services/provision';
import type { Services } from './services/services';
import type { Model, Unsupported } from './template/model';
import type { IssuedToken } from './tokens/token-issuer';

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
  const closers = new Closers();
  try {
    return await start(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(options: LocalOptions, closers: Closers): Promise<LocalRun> {
  const setting = settingOf(options, closers);
  const embedded = await startEmbeddedServices(setting);
  const served: Served = { model: await embedded.read(options.assembly) };
  const functions = await startBoundFunctions({
    ...setting,
    model: served.model,
    endpoints: embedded.endpoints,
    control: target =>
      answerControl(target, {
        plans: () => served.model.usagePlans,
        usage: (planId, keyId) => served.gateway?.usage(planId, keyId),
      }),
  });
  const cognito = await issueLocalTokens(served.model, setting.clock);
  const gateway = await startGateway({
    model: served.model,
    invoker: functions.invoker,
    clock: setting.clock,
    port: options.port,
    credentials: localCredentials,
    jwks: options.jwks ?? cognito.jwks,
    accessLog: options.accessLog ?? (() => undefined),
    dataDirectory: setting.lasting ? setting.directory : undefined,
    logDirectory: setting.logDirectory,
    serviceEndpoints: embedded.services ? integrationEndpoints(embedded.endpoints) : {},
    recordSegment: functions.record,
    upstreams: functions.upstreams,
  });
  closers.add(gateway.close);
  served.gateway = gateway;
  return runOf({ setting, embedded, served, functions, cognito, gateway });
}

/** The options with their defaults, and what every step takes besides. */
interface Setting extends LocalOptions {
  readonly clock: Clock;
  readonly report: (message: string) => void;
  readonly directory: string;
  /** Whether state outlives the run. */
  readonly lasting: boolean;
  readonly logDirectory: string;
  readonly closers: Closers;
}

/** What functions may ask the control plane about; a reload changes it. */
interface Served {
  model: Model;
  /** Starts after the functions that it calls. */
  gateway?: Gateway;
}

function settingOf(options: LocalOptions, closers: Closers): Setting {
  const { clock = systemClock, report = message => console.error(message), dataDirectory } = options;
  const directory = resolve(dataDirectory ?? temporaryFolder(closers));
  const logDirectory = resolve(options.logDirectory ?? join(directory, 'logs'));
  mkdirSync(logDirectory, { recursive: true });
  const lasting = dataDirectory !== undefined;
  return { ...options, clock, report, directory, lasting, logDirectory, closers };
}

function temporaryFolder(closers: Closers): string {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-'));
  closers.add(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

interface Parts {
  readonly setting: Setting;
  readonly embedded: EmbeddedServices;
  readonly served: Served;
  readonly functions: BoundFunctions;
  readonly cognito: LocalTokens;
  readonly gateway: Gateway;
}

async function runOf({
  setting: { clock, report, closers },
  embedded: { services, endpoints, read },
  served,
  functions,
  cognito,
  gateway,
}: Parts): Promise<LocalRun> {
  const connect = () => connectEvents(served.model, { endpoints, ...functions, clock, report });
  let events = await connect();
  closers.add(() => events.stop());
  return {
    get apis() {
      return gateway.apis;
    },
    get keys() {
      return describeKeys(served.model);
    },
    credentials: localCredentials,
    services: services?.endpoints,
    get tokens() {
      const usageKey = enabledKey(describeKeys(served.model))?.value;
      return [...cognito.tokens, ...functions.issuer.tokens(served.model.functions, usageKey)];
    },
    traces: functions.traces,
    get unsupported() {
      return [...served.model.unsupported, ...gateway.unsupported, ...events.unsupported];
    },
    get model() {
      return served.model;
    },
    warm: () => functions.warm(served.model),
    reload: async assembly => {
      const next = await read(assembly);
      await events.stop();
      await functions.replaceModel(next);
      await gateway.replaceModel(next);
      served.model = next;
      events = await connect();
    },
    close: () => closers.close(),
  };
}
