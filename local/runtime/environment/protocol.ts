/**
 * What the runtime and the process of an execution environment tell each other over the channel.
 * To the environment: request id, trace header (may be empty), event.
 * From it: kind, request id (may be empty), reason of a failure (may be empty), answer or error document.
 */
export const fieldsTo = 3;
export const fieldsFrom = 4;

/**
 * `ready`: the module is loaded. `broken`: it did not load or holds no such handler, and the process ends.
 * `returned`: the call came while another one ran, which took too long; another environment is to have it.
 */
export type Kind = 'ready' | 'broken' | 'answered' | 'failed' | 'returned';

/** A call that came ahead of time waits for the one before it no longer than this. */
export const patienceMilliseconds = 10;
export type FailureReason = 'thrown' | 'exit' | 'response-too-large';

/** What an environment is told when it starts, as JSON in its first argument. */
export interface EnvironmentSettings {
  readonly functionArn: string;
  readonly functionName: string;
  readonly handler: string;
  readonly directory: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
}
