/** What the API knows of a job type: plain data, so that it can be read without loading the code that runs. */
export interface JobTypeDescription {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of `input`, checked when a job is submitted. */
  readonly inputSchema: object;
}

/** One kind of work. A module of lambda/jobs has one of these as its default export. */
export type JobType<Input = unknown> = LocalJobType<Input> | RemoteJobType;

/** Work that an existing Lambda function does, in this or another region, in code of any language. */
export interface RemoteJobType extends JobTypeDescription {
  readonly remote: {
    /** Name under which the stage config has the function's ARN. */
    readonly function: string;
    /** How long the function may take, with Lambda's own retries; after that the attempt counts as lost. */
    readonly timeLimitSeconds: number;
  };
}

/** Work that the worker does itself. */
export interface LocalJobType<Input = unknown> extends JobTypeDescription {
  /**
   * Does the work and returns the result: anything that JSON can hold, or a `FileResult`. May run more than once for one job: use
   * `job.jobId` as the key of whatever must happen only once outside.
   * @throws what the job failed with; it is tried again unless the error is a `PermanentFailure`
   */
  run(job: RunningJob<Input>): Promise<unknown>;
}

export interface RunningJob<Input> {
  readonly jobId: string;
  readonly tenant: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly input: Input;
  /** The file that `input.upload` names, when the type's schema has that property and the submitter sent a file. */
  readonly file: InputFile | undefined;
  /** What an earlier attempt saved last; undefined when none did. */
  readonly saved: unknown;
  /** Aborts when the job was cancelled, its deadline passed, its time is up, or another worker took it over. */
  readonly signal: AbortSignal;
  /** Tells those who poll how far the work is: a fraction from 0 to 1, and what is being done. */
  progress(fraction: number, message?: string): void;
  /**
   * Saves how far the work is, as anything that JSON can hold. When the worker's time is up, a job that saved in this
   * attempt is run again from there and this counts as no failure.
   */
  save(state: unknown): Promise<void>;
  log(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

export interface InputFile {
  readonly name: string | undefined;
  readonly contentType: string;
  readonly bytes: number;
  /** The file piece by piece: it may be larger than the worker's memory. */
  read(): AsyncIterable<Uint8Array>;
}

/** Returned by a job whose result is a file: `GET /jobs/{jobId}/result` sends it for download. */
export class FileResult {
  readonly fileName: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;

  constructor(fileName: string, contentType: string, body: string | Uint8Array) {
    this.fileName = fileName;
    this.contentType = contentType;
    this.body = body;
  }
}

/** Thrown by a job that would fail again in the same way: it is not tried again. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}
