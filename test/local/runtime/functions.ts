/** Runs inline functions for tests, in a folder of their own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Invocation } from '../../../local/runtime/invocation';
import { LambdaRuntime, type LambdaRuntimeOptions } from '../../../local/runtime/lambda-runtime';
import type { FunctionModel } from '../../../local/template/model';

export type TestRuntime = LambdaRuntime & { directory: string };

export function functionModel(name: string, code: string, more: Partial<FunctionModel> = {}): FunctionModel {
  return {
    logicalId: name,
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    code: { inline: code },
    handler: 'index.handler',
    layers: [],
    environment: {},
    timeoutSeconds: 20,
    memoryMegabytes: 128,
    tracing: 'PassThrough',
    logGroupName: `/aws/lambda/${name}`,
    invokePermissions: [],
    ...more,
  };
}

export function runtimeOf(
  functions: readonly FunctionModel[],
  more: Partial<LambdaRuntimeOptions> = {},
): TestRuntime {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-runtime-'));
  const runtime = new LambdaRuntime({
    functions,
    region: 'us-east-1',
    variables: {},
    logDirectory: join(directory, 'logs'),
    workDirectory: join(directory, 'code'),
    ...more,
  });
  return Object.assign(runtime, { directory });
}

/** What a function answered, or the error with which it failed. */
export function answer(invocation: Invocation): unknown {
  if (!('payload' in invocation)) throw new Error(invocation.kind);
  return JSON.parse(invocation.payload);
}
