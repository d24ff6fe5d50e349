/** Runs inline functions for tests, in a folder of their own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaRuntime, type LambdaRuntimeOptions } from '../../../local/runtime/lambda-runtime';
import type { FunctionModel } from '../../../local/template/model';

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
): LambdaRuntime & { directory: string } {
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
