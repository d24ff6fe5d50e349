/** Where log lines go; each ends with a line break. The run writes them to files. */
export interface LogSink {
  access(apiId: string, stage: string, line: string): void;
  /** The stage's group is `API-Gateway-Execution-Logs_{apiId}/{stage}`. */
  execution(apiId: string, stage: string, line: string): void;
}
