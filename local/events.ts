/** Connects what starts functions besides requests: queues, topics, schedules; and the expiry of table items. */
import type { Clock } from './clock';
import type { AsynchronousInvoker } from './runtime/asynchronous';
import type { LambdaInvoker } from './runtime/invocation';
import { Delivery } from './services/delivery';
import type { ServiceEndpoints } from './services/provision';
import { QueuePoller } from './services/queue-poller';
import { Scheduler } from './services/scheduler';
import { deleteExpired, sweepMilliseconds } from './services/time-to-live';
import { subscribeFunctions, unsupportedSubscriptions } from './services/topic-subscriptions';
import type { Model, Unsupported } from './template/model';

export interface EventPorts {
  readonly endpoints: ServiceEndpoints;
  readonly invoker: LambdaInvoker;
  readonly asynchronous: AsynchronousInvoker;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly report: (message: string) => void;
}

export interface ConnectedEvents {
  readonly unsupported: readonly Unsupported[];
  /** Starts nothing more and waits a little for the batches under way. */
  stop(): Promise<void>;
}

/** What takes longer comes back after the queue's visibility timeout. */
const graceMilliseconds = 1500;

export async function connectEvents(model: Model, ports: EventPorts): Promise<ConnectedEvents> {
  const { endpoints, invoker, asynchronous, delivery, clock, report } = ports;
  const fromQueues = model.eventSources
    .filter(({ enabled }) => enabled)
    .map(source => new QueuePoller({ source, queuesUrl: endpoints.queues, invoker, report }));
  const fromTopics = await subscribeFunctions(model, endpoints, asynchronous, report);
  const pollers = [...fromQueues, ...fromTopics];
  const scheduler = new Scheduler({
    schedules: model.schedules.map(schedule => ({
      ...schedule,
      targets: schedule.targets.filter(({ arn }) => Delivery.unsupported(arn, model) === undefined),
    })),
    clock,
    deliver: (arn, payload) => delivery.deliver(arn, payload),
    report,
  });
  const expiry = setInterval(() => {
    for (const table of model.tables)
      deleteExpired(table, endpoints.dynamodb, clock.now()).catch(error =>
        report(`Items of ${table.name} did not expire: ${error}`),
      );
  }, sweepMilliseconds);
  expiry.unref();
  for (const poller of pollers) poller.start();
  scheduler.start();
  return {
    unsupported: [...unsupportedSubscriptions(model), ...unsupportedTargets(model)],
    stop: async () => {
      clearInterval(expiry);
      scheduler.stop();
      await Promise.all(pollers.map(poller => poller.stop(graceMilliseconds)));
    },
  };
}

function unsupportedTargets(model: Model): Unsupported[] {
  return model.schedules.flatMap(({ logicalId, source, targets }) =>
    targets.flatMap(({ arn }) => {
      const reason = Delivery.unsupported(arn, model);
      const type = source === 'rule' ? 'AWS::Events::Rule' : 'AWS::Scheduler::Schedule';
      return reason === undefined ? [] : [{ stack: '', logicalId, type, reason }];
    }),
  );
}
