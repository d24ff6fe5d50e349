/** The embedded services that the templates of an assembly need, and models of assemblies whose resources they hold. */
import { join } from 'node:path';
import { apiKeyValues } from './api-key-values';
import type { Closers } from './closers';
import { unservedEndpoints } from './services/addresses';
import { provision, type ServiceEndpoints } from './services/provision';
import { needsServices, type Services, startServices } from './services/services';
import { loadModel } from './template/load';
import type { Model } from './template/model';

export interface EmbeddedServicesOptions {
  readonly assembly: string;
  /** Where services keep their state. */
  readonly directory: string;
  /** Whether that state outlives the run. */
  readonly lasting: boolean;
  /** @default - started when the templates need them */
  readonly services?: Promise<Services>;
  readonly closers: Closers;
}

export interface EmbeddedServices {
  /** Undefined when the templates need none. */
  readonly services: Services | undefined;
  readonly endpoints: ServiceEndpoints;
  /** The model of an assembly; its tables, queues, topics and buckets are there from then on. */
  readonly read: (assembly: string) => Promise<Model>;
}

export async function startEmbeddedServices(options: EmbeddedServicesOptions): Promise<EmbeddedServices> {
  const { assembly, directory, lasting, closers } = options;
  const apiKeyValue = apiKeyValues(lasting ? join(directory, 'api-keys.json') : undefined);
  const load = (folder: string, queues: string) => loadModel(folder, { endpoints: { queues }, apiKeyValue });
  const start = async () =>
    needsServices(load(assembly, '')) ? await startServices({ directory, inMemory: !lasting }) : undefined;
  const services = (await options.services) ?? (await start());
  if (services) closers.add(services.close);
  const endpoints = services?.endpoints ?? unservedEndpoints;
  return {
    services,
    endpoints,
    read: async folder => {
      const model = load(folder, endpoints.queues);
      if (services) await provision(model, endpoints);
      return model;
    },
  };
}
