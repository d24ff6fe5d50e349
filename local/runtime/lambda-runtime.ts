/** Runs the functions of a model: one pool of environments a function, made at its first call. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FunctionModel } from '../template/model';
import { FunctionPool } from './function-pool';
import type { Invocation, InvokeOptions, LambdaInvoker } from './invocation';
import { runtimePackages } from './runtime-packages';

export interface LambdaRuntimeOptions {
  readonly functions: readonly FunctionModel[];
  readonly region: string;
  /** Variables that every function gets besides its own: endpoints, credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** One log file a function is written here. */
  readonly logDirectory: string;
  /** Code that stands in templates is laid down here. */
  readonly workDirectory: string;
  /** @default - ten minutes */
  readonly idleMilliseconds?: number;
  /** Environments of one function without reserved concurrency; further calls wait. @default 24 */
  readonly maximumEnvironments?: number;
}

const largestRequest = 6 * 1024 * 1024;

export class LambdaRuntime implements LambdaInvoker {
  private readonly pools = new Map<string, FunctionPool>();
  private functions: ReadonlyMap<string, FunctionModel>;

  constructor(private readonly options: LambdaRuntimeOptions) {
    mkdirSync(options.logDirectory, { recursive: true });
    this.functions = byArn(options.functions);
  }

  async invoke(functionArn: string, payload: string, options?: InvokeOptions): Promise<Invocation> {
    const pool = this.pools.get(functionArn) ?? this.pool(withoutQualifier(functionArn));
    if (!pool) return { kind: 'unknown-function' };
    if (payload.length * 3 > largestRequest && Buffer.byteLength(payload) > largestRequest)
      return { kind: 'request-too-large' };
    return pool.invoke(payload, options);
  }

  find(functionArn: string): FunctionModel | undefined {
    return this.functions.get(functionArn) ?? this.functions.get(withoutQualifier(functionArn));
  }

  /** Finds a function as callers of the Lambda API name it: by name or ARN, whole or partial, with or without version. */
  findByReference(reference: string): FunctionModel | undefined {
    const name = reference
      .split(':function:')
      .at(-1)
      ?.replace(/^function:/, '')
      .split(':')[0];
    return this.find(reference) ?? [...this.functions.values()].find(model => model.name === name);
  }

  /** Starts one environment of the function, so that its first call finds it warm. */
  warm(functionArn: string): void {
    this.pool(withoutQualifier(functionArn))?.warm();
  }

  /** Serves other functions from now on; environments of the old ones end when their calls are done. */
  async replace(functions: readonly FunctionModel[]): Promise<void> {
    const old = [...this.pools.values()];
    this.pools.clear();
    this.functions = byArn(functions);
    await Promise.all(old.map(pool => pool.close(30_000)));
  }

  async close(graceMilliseconds: number): Promise<void> {
    this.functions = new Map();
    await Promise.all([...this.pools.values()].map(pool => pool.close(graceMilliseconds)));
  }

  private pool(arn: string): FunctionPool | undefined {
    return this.pools.get(arn) ?? this.open(arn);
  }

  private open(arn: string): FunctionPool | undefined {
    const model = this.functions.get(arn);
    if (!model) return undefined;
    const directory = this.codeDirectory(model);
    const pool = new FunctionPool({
      settings: {
        functionArn: model.arn,
        functionName: model.name,
        handler: model.handler,
        directory,
        memoryMegabytes: model.memoryMegabytes,
        timeoutSeconds: model.timeoutSeconds,
        logGroupName: model.logGroupName,
      },
      variables: this.variablesOf(model, directory),
      reservedConcurrency: model.reservedConcurrency,
      logPath: join(this.options.logDirectory, `${model.name}.log`),
      idleMilliseconds: this.options.idleMilliseconds ?? 10 * 60_000,
      maximumEnvironments: model.reservedConcurrency ?? this.options.maximumEnvironments ?? 24,
    });
    this.pools.set(arn, pool);
    return pool;
  }

  private codeDirectory({ code, name }: FunctionModel): string {
    if ('directory' in code) return code.directory;
    const directory = join(this.options.workDirectory, name);
    mkdirSync(directory, { recursive: true });
    // Lambda writes inline code to index.js, as CommonJS.
    writeFileSync(join(directory, 'index.js'), code.inline);
    writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}');
    return directory;
  }

  /** The variables that Lambda's runtime environment defines, then those of the run, then the function's own. */
  private variablesOf(model: FunctionModel, directory: string): Record<string, string> {
    const ofLayers = model.layers.map(layer => join(layer, 'nodejs', 'node_modules'));
    return {
      ...systemVariables(),
      AWS_LAMBDA_FUNCTION_NAME: model.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMegabytes),
      AWS_LAMBDA_LOG_GROUP_NAME: model.logGroupName,
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
      AWS_REGION: this.options.region,
      AWS_DEFAULT_REGION: this.options.region,
      LAMBDA_TASK_ROOT: directory,
      _HANDLER: model.handler,
      TZ: 'UTC',
      LANG: 'en_US.UTF-8',
      NODE_PATH: [...ofLayers, runtimePackages()].join(delimiter),
      ...this.options.variables,
      ...model.environment,
    };
  }
}

/** What a process needs of this machine; nothing else of the user's environment reaches a function. */
function systemVariables(): Record<string, string> {
  const names = [
    'PATH',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
  ];
  return Object.fromEntries(
    names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** `arn:aws:lambda:region:account:function:name:qualifier` without its version or alias. */
function withoutQualifier(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

function byArn(functions: readonly FunctionModel[]): ReadonlyMap<string, FunctionModel> {
  return new Map(functions.map(model => [model.arn, model]));
}
