/** The functions of a run with everything that calls them: waiting and asynchronous invocation, the Lambda API. */
import type { Clock } from './clock';
import type { SegmentDocument } from './gateway/trace/segments';
import { AsynchronousInvoker } from './runtime/asynchronous';
import type { LambdaInvoker } from './runtime/invocation';
import { type LambdaApiOptions, startLambdaApi } from './runtime/lambda-api';
import { LambdaRuntime, type LambdaRuntimeOptions } from './runtime/lambda-runtime';
import { tracedInvoker } from './runtime/traced-invoker';
import { Delivery } from './services/delivery';
import type { ServiceEndpoints } from './services/provision';
import type { FunctionModel, Model } from './template/model';

export interface FunctionsOptions extends LambdaRuntimeOptions {
  readonly endpoints: ServiceEndpoints;
  readonly clock: Clock;
  readonly report: (message: string) => void;
  readonly record: (document: SegmentDocument) => void;
  readonly control: LambdaApiOptions['control'];
}

export interface Functions {
  readonly invoker: LambdaInvoker;
  readonly asynchronous: AsynchronousInvoker;
  readonly delivery: Delivery;
  /** Starts an environment of the functions that requests and queues call, when they are few. */
  warm(model: Model): void;
  replace(functions: readonly FunctionModel[]): Promise<void>;
  close(): Promise<void>;
}

/** How long calls under way may take when the run ends. */
const graceMilliseconds = 2000;
const fewFunctions = 8;

export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const { clock, report, record, control, endpoints } = options;
  const find = (arn: string) => runtime.find(arn);
  const api = await startLambdaApi(() => ({
    invoker,
    asynchronous,
    control,
    find: reference => runtime.findByReference(reference),
  }));
  // Services without a variable of their own are asked for at the same address, which says that they are not served.
  const variables = { AWS_ENDPOINT_URL: api.url, ...options.variables };
  const runtime = new LambdaRuntime({ ...options, variables });
  const invoker = tracedInvoker({ invoker: runtime, find, now: () => clock.now(), record });
  const delivery = new Delivery(endpoints, () => asynchronous);
  const deliver: Delivery['deliver'] = (arn, payload, attributes) =>
    delivery.deliver(arn, payload, attributes);
  const asynchronous = new AsynchronousInvoker({ invoker, find, deliver, clock, report });
  return {
    invoker,
    asynchronous,
    delivery,
    warm: ({ functions, eventSources }) => {
      const called = functions.filter(
        ({ arn, invokePermissions }) =>
          invokePermissions.some(({ principal }) => principal === 'apigateway.amazonaws.com') ||
          eventSources.some(({ functionArn }) => functionArn === arn),
      );
      if (called.length <= fewFunctions) for (const { arn } of called) runtime.warm(arn);
    },
    replace: functions => runtime.replace(functions),
    close: async () => {
      asynchronous.close();
      await runtime.close(graceMilliseconds);
      await api.close();
    },
  };
}
