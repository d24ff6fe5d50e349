/** What the runtime and the process of an execution environment tell each other over the IPC channel. */
export type ToEnvironment = readonly [
  kind: 'invoke',
  requestId: string,
  /** The event as JSON text. */
  payload: string,
  /** Epoch milliseconds at which the function times out. */
  deadline: number,
  traceHeader: string | null,
];

export type FromEnvironment =
  | readonly [kind: 'ready']
  /** The module did not load or holds no such handler; the process ends. */
  | readonly [kind: 'broken', payload: string]
  | readonly [kind: 'answered', requestId: string, payload: string]
  | readonly [
      kind: 'failed',
      requestId: string,
      payload: string,
      reason: 'thrown' | 'exit' | 'response-too-large',
    ];

/** What an environment is told when it starts, as JSON in its first argument. */
export interface EnvironmentSettings {
  readonly functionArn: string;
  readonly functionName: string;
  readonly handler: string;
  readonly directory: string;
  readonly memoryMegabytes: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
}
