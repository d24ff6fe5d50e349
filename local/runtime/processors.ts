import { cpus } from 'node:os';

export interface ProcessorTimes {
  /** Milliseconds since the machine started, of all processors together. */
  readonly idle: number;
  readonly all: number;
}

export function processorTimes(): ProcessorTimes {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}

/** The share of the machine's time in between that nobody used, from 0 to 1. */
export function idleShare(from: ProcessorTimes, to: ProcessorTimes): number {
  return to.all > from.all ? (to.idle - from.idle) / (to.all - from.all) : 1;
}
