/** The functions of a run, bound to what stands in for what they call: services, back ends, X-Ray, issuers of tokens. */
import { join } from 'node:path';
import type { Clock } from './clock';
import type { Closers } from './closers';
import { type Functions, type FunctionsOptions, startFunctions } from './functions';
import { startTraceDaemon } from './gateway/trace/daemon';
import type { SegmentDocument } from './gateway/trace/segments';
import { TraceStore } from './gateway/trace/trace-store';
import { serviceVariables } from './services/addresses';
import type { ServiceEndpoints } from './services/provision';
import type { Model } from './template/model';
import { TokenIssuer } from './tokens/token-issuer';
import { traceRecorder } from './trace-files';
import { bindUpstreams } from './upstreams/environment';
import { startUpstreams, type Upstreams } from './upstreams/start';

export interface BoundFunctionsOptions {
  readonly model: Model;
  /** Code that stands in templates is laid down under it. */
  readonly directory: string;
  readonly logDirectory: string;
  readonly endpoints: ServiceEndpoints;
  /** Base URLs in place of VPC links, by their id or logical id. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** @default - traces stay in memory */
  readonly traceDirectory?: string;
  /** What every function gets besides its own variables and those that lead here. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly control: FunctionsOptions['control'];
  readonly clock: Clock;
  readonly report: (message: string) => void;
  readonly closers: Closers;
}

export interface BoundFunctions extends Omit<Functions, 'replace'> {
  readonly upstreams: Upstreams['byLink'];
  readonly traces: TraceStore;
  readonly record: (document: SegmentDocument) => void;
  readonly issuer: TokenIssuer;
  replaceModel(model: Model): Promise<void>;
}

export async function startBoundFunctions(options: BoundFunctionsOptions): Promise<BoundFunctions> {
  const { model, directory, logDirectory, endpoints, control, clock, report, closers } = options;
  const upstreams = await startUpstreams(model.vpcLinks, options.upstreams);
  closers.add(upstreams.close);
  const traces = new TraceStore();
  const record = traceRecorder(traces, options.traceDirectory);
  const daemon = await startTraceDaemon(record);
  closers.add(daemon.close);
  const issuer = new TokenIssuer({ clock, report });
  closers.add(() => issuer.close());
  const bind = (current: Model) =>
    issuer.bind(bindUpstreams(current.functions, current.vpcLinks, upstreams.byLink));
  const functions = await startFunctions({
    functions: await bind(model),
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
    control,
  });
  closers.add(functions.close);
  return {
    ...functions,
    upstreams: upstreams.byLink,
    traces,
    record,
    issuer,
    replaceModel: async next => functions.replace(await bind(next)),
  };
}
