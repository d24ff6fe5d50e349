import { fields, number, type Rule, refuse } from './check';

export interface FunctionConfig {
  /**
   * Memory, and with it a share of processors.
   * @default 512
   */
  readonly memoryMegabytes?: number;
  /**
   * Invocations at the same time that the account keeps free for this function. New accounts have 10 in all and cannot
   * reserve any.
   * @default - none kept free
   */
  readonly reservedConcurrency?: number;
}

export interface WorkerConfig extends FunctionConfig {
  /**
   * Memory, and with it a share of processors, of all jobs of an invocation together.
   * @default 1024
   */
  readonly memoryMegabytes?: number;
  /**
   * Seconds that a job may run at most before its attempt ends.
   * @default 60
   */
  readonly timeoutSeconds?: number;
  /**
   * Jobs that one invocation takes from the queue at most. They run side by side and share its memory and timeout.
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * Invocations at the same time that the queue may cause.
   * @default 10
   */
  readonly concurrency?: number;
}

export const functionDefaults = { memoryMegabytes: 512 } as const satisfies FunctionConfig;
export const workerDefaults = {
  memoryMegabytes: 1024,
  timeoutSeconds: 60,
  batchSize: 10,
  concurrency: 10,
} as const satisfies WorkerConfig;

const functionShape = {
  memoryMegabytes: number({ minimum: 128, maximum: 10_240, unit: 'megabytes' }),
  reservedConcurrency: number({ minimum: 0, maximum: 10_000, unit: 'invocations at the same time' }),
};

export const functionCheck = fields<FunctionConfig>(functionShape);

/** Otherwise Lambda throttles the poller, and each throttled receive brings a message closer to the dead letters. */
const concurrencyIsReserved: Rule<WorkerConfig> = (config, path, report) => {
  const { concurrency = workerDefaults.concurrency, reservedConcurrency = concurrency } = config;
  if (concurrency <= reservedConcurrency) return;
  const remedy = 'lower concurrency or raise reservedConcurrency';
  const allowed = `at most ${reservedConcurrency} (reservedConcurrency)`;
  refuse(report, `${path}.concurrency`, 'is more than what is reserved', concurrency, allowed, remedy);
};

export const workerCheck = fields<WorkerConfig>(
  {
    ...functionShape,
    timeoutSeconds: number({ minimum: 10, maximum: 900, unit: 'seconds' }),
    batchSize: number({ minimum: 1, maximum: 10, unit: 'jobs' }),
    // Lambda's limits of an SQS event source's MaximumConcurrency.
    concurrency: number({ minimum: 2, maximum: 1000, unit: 'invocations at the same time' }),
  },
  concurrencyIsReserved,
);
