/** Starts a local run of an assembly: services, functions, gateway, pollers, schedules; and ends it in reverse. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiKeyValues } from './api-key-values';
import { type Clock, systemClock } from './clock';
import { connectEvents } from './events';
import { type ServedApi, startGateway } from './gateway/server';
import { type ApiKeyAccess, describeKeys } from './key-access';
import { AsynchronousInvoker } from './runtime/asynchronous';
import { startLambdaApi } from './runtime/lambda-api';
import { LambdaRuntime } from './runtime/lambda-runtime';
import { Delivery } from './services/delivery';
import { localCredentials } from './services/objects/presigned';
import { provision, type ServiceEndpoints } from './services/provision';
import { needsServices, type Services, startServices } from './services/services';
import { loadModel } from './template/load';
import type { Model, Unsupported } from './template/model';

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
  /** Base URLs in place of VPC links, by their id or logical id. */
  readonly upstreams?: Readonly<Record<string, string>>;
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
  readonly unsupported: readonly Unsupported[];
  readonly model: Model;
  /** Serves another state of the assembly, with the data that is there. */
  reload(assembly: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws an error whose message says what to do */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const { clock = systemClock, report = message => console.error(message) } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    const directory = resolve(options.dataDirectory ?? temporaryFolder(closers));
    const logDirectory = resolve(options.logDirectory ?? join(directory, 'logs'));
    mkdirSync(logDirectory, { recursive: true });
    const apiKeyValue = apiKeyValues(options.dataDirectory && join(directory, 'api-keys.json'));
    const load = (assembly: string, queues: string) =>
      loadModel(assembly, { endpoints: { queues }, apiKeyValue });

    let services = await options.services;
    if (!services && needsServices(load(options.assembly, '')))
      services = await startServices({ directory, tablesInMemory: options.dataDirectory === undefined });
    if (services) closers.push(services.close);
    const endpoints = services?.endpoints ?? unservedEndpoints;
    let model = load(options.assembly, endpoints.queues);
    if (services) await provision(model, endpoints);

    const lambdaApi = await startLambdaApi(() => ({
      invoker: runtime,
      asynchronous,
      find: reference => runtime.findByReference(reference),
    }));
    closers.push(lambdaApi.close);
    const runtime = new LambdaRuntime({
      functions: model.functions,
      region: model.region,
      variables: { ...functionVariables(endpoints, lambdaApi.url), ...options.variables },
      logDirectory,
      workDirectory: join(directory, 'inline-code'),
    });
    closers.push(() => runtime.close(2000));
    const delivery = new Delivery(endpoints, () => asynchronous);
    const asynchronous = new AsynchronousInvoker({
      invoker: runtime,
      find: arn => runtime.find(arn),
      deliver: (arn, payload, attributes) => delivery.deliver(arn, payload, attributes),
      clock,
      report,
    });
    closers.push(() => asynchronous.close());
    const gateway = await startGateway({
      model,
      invoker: runtime,
      clock,
      port: options.port,
      credentials: localCredentials,
      accessLog: options.accessLog ?? (() => undefined),
      dataDirectory: options.dataDirectory && directory,
      logDirectory,
      serviceEndpoints: services
        ? { sqs: endpoints.queues, sns: endpoints.topics, dynamodb: endpoints.dynamodb }
        : {},
      upstreams: options.upstreams,
    });
    closers.push(gateway.close);
    const connect = (current: Model) =>
      connectEvents(current, { endpoints, invoker: runtime, asynchronous, delivery, clock, report });
    let events = await connect(model);
    closers.push(() => events.stop());

    return {
      apis: gateway.apis,
      keys: describeKeys(model),
      credentials: localCredentials,
      get unsupported() {
        return [...model.unsupported, ...gateway.unsupported, ...events.unsupported];
      },
      get model() {
        return model;
      },
      reload: async assembly => {
        const next = load(assembly, endpoints.queues);
        if (services) await provision(next, endpoints);
        await events.stop();
        await runtime.replace(next.functions);
        gateway.replaceModel(next);
        model = next;
        events = await connect(next);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function temporaryFolder(closers: (() => void)[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-'));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** In place of services that the templates do not need: addresses at which nothing answers. */
const unservedEndpoints: ServiceEndpoints = {
  dynamodb: 'http://127.0.0.1:9',
  queues: 'http://127.0.0.1:9',
  topics: 'http://127.0.0.1:9',
  objects: 'http://127.0.0.1:9',
};

/** Where functions find AWS: the local services, and for all others an address that says they are not served. */
function functionVariables(endpoints: ServiceEndpoints, lambdaUrl: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL: lambdaUrl,
    AWS_ENDPOINT_URL_LAMBDA: lambdaUrl,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.queues,
    AWS_ENDPOINT_URL_SNS: endpoints.topics,
    AWS_ENDPOINT_URL_S3: endpoints.objects,
  };
}
