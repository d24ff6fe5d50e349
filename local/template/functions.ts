/** Lambda functions of a template: where their code lies on disk, how they are started, who may invoke them. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Asset, findAsset, type Stack } from './assembly';
import type { Resource } from './identity';
import type { FunctionModel } from './model';
import type { StackScope } from './stack-scope';
import type { NotServed } from './support';
import { number, type Properties, record, text, textMap, texts } from './values';

/** The function, or the reason why it is not served. */
export function readFunction(
  scope: StackScope,
  resource: Resource,
  everything: readonly Resource[],
): FunctionModel | NotServed {
  const { properties, logicalId, metadata } = resource;
  const { ref: name } = scope.identify(logicalId);
  const arn = scope.arn(logicalId);
  const started =
    properties['PackageType'] === 'Image'
      ? readImage(scope.stack, properties)
      : readZip(scope.stack, resource);
  if ('reason' in started) return started;
  return {
    logicalId,
    name,
    arn,
    ...started,
    layers: texts(properties['Layers']).flatMap(
      layerArn => layerDirectory(layerArn, everything, scope) ?? [],
    ),
    environment: textMap(record(properties['Environment'])['Variables']),
    timeoutSeconds: number(properties['Timeout']) ?? 3,
    memoryMegabytes: number(properties['MemorySize']) ?? 128,
    reservedConcurrency: number(properties['ReservedConcurrentExecutions']),
    tracing: record(properties['TracingConfig'])['Mode'] === 'Active' ? 'Active' : 'PassThrough',
    deadLetterArn: text(record(properties['DeadLetterConfig'])['TargetArn']),
    logGroupName: text(record(properties['LoggingConfig'])['LogGroup']) ?? `/aws/lambda/${name}`,
    acceptedTokensVariable: text(metadata['jobgate:accepted-tokens']),
    invokePermissions: readPermissions(arn, name, everything),
    asynchronous: readAsynchronous(arn, name, everything),
  };
}

type Start = Pick<FunctionModel, 'code' | 'handler'> | NotServed;

function readZip(stack: Stack, { properties, metadata }: Resource): Start {
  const runtime = text(properties['Runtime']) ?? 'none';
  if (!runtime.startsWith('nodejs'))
    return { reason: `Its runtime is ${runtime}; a local run executes Node.js functions only.` };
  const handler = text(properties['Handler']) ?? 'index.handler';
  const code = record(properties['Code']);
  const inline = text(code['ZipFile']);
  if (inline !== undefined) return { code: { inline }, handler };
  const key = text(code['S3Key']) ?? '';
  const staged = text(metadata['aws:asset:path']);
  const path =
    findAsset(stack, key)?.path ?? (staged === undefined ? undefined : join(stack.directory, staged));
  if (path === undefined || !existsSync(path))
    return { reason: `Its code ${JSON.stringify(key)} is not an asset of this assembly.` };
  if (path.endsWith('.zip'))
    return { reason: `Its code is the archive ${path}; a local run reads folders only.` };
  return { code: { directory: path }, handler };
}

function readImage(stack: Stack, properties: Properties): Start {
  const uri = text(record(properties['Code'])['ImageUri']) ?? '';
  const asset = findAsset(stack, uri);
  if (!asset || !existsSync(asset.path))
    return {
      reason: `Its image ${uri} is not built from an asset of this assembly, so its code is not on this machine.`,
    };
  const command = texts(record(properties['ImageConfig'])['Command']);
  const handler = command[0] ?? dockerfileCommand(asset);
  if (handler === undefined || !/^[\w./-]+\.[\w$.]+$/.test(handler))
    return {
      reason: `Its image names no Node.js handler as its command (received ${JSON.stringify(handler ?? null)}).`,
    };
  if (!hasModule(asset.path, handler))
    return {
      reason: `Its image's handler ${handler} has no JavaScript file in ${asset.path}: a local run executes what lies beside the Dockerfile and builds no image.`,
    };
  return { code: { directory: asset.path }, handler };
}

function hasModule(directory: string, handler: string): boolean {
  const module = join(directory, dirname(handler), basename(handler).replace(/\..*$/, ''));
  return ['.js', '.mjs', '.cjs'].some(extension => existsSync(module + extension));
}

/** The handler in the Dockerfile's last `CMD ["file.export"]`, which a template may leave to the image. */
function dockerfileCommand(asset: Asset): string | undefined {
  const file = join(asset.path, 'Dockerfile');
  if (!existsSync(file)) return undefined;
  return [...readFileSync(file, 'utf8').matchAll(/^\s*CMD\s+\[\s*"([^"]+)"/gim)].at(-1)?.[1];
}

function layerDirectory(arn: string, everything: readonly Resource[], scope: StackScope): string | undefined {
  const layer = everything.find(
    ({ type, logicalId, stack }) =>
      type === 'AWS::Lambda::LayerVersion' && stack === scope.stack && scope.identify(logicalId).ref === arn,
  );
  const asset = layer && findAsset(scope.stack, text(record(layer.properties['Content'])['S3Key']) ?? '');
  return asset && existsSync(asset.path) && !asset.path.endsWith('.zip') ? asset.path : undefined;
}

/** Whether a template's function name, ARN, version or alias means the function. */
function means(reference: unknown, arn: string, name: string): boolean {
  const value = text(reference) ?? '';
  return value === name || value === arn || value.startsWith(`${arn}:`);
}

function readPermissions(
  arn: string,
  name: string,
  everything: readonly Resource[],
): FunctionModel['invokePermissions'] {
  return everything.flatMap(({ type, properties }) => {
    if (type !== 'AWS::Lambda::Permission' || !means(properties['FunctionName'], arn, name)) return [];
    return { principal: text(properties['Principal']) ?? '', sourceArn: text(properties['SourceArn']) };
  });
}

function readAsynchronous(
  arn: string,
  name: string,
  everything: readonly Resource[],
): FunctionModel['asynchronous'] {
  const config = everything.find(
    ({ type, properties }) =>
      type === 'AWS::Lambda::EventInvokeConfig' && means(properties['FunctionName'], arn, name),
  );
  if (!config) return undefined;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = config.properties;
  const destination = (outcome: string) => text(record(record(DestinationConfig)[outcome])['Destination']);
  return {
    maximumRetries: number(MaximumRetryAttempts),
    maximumEventAgeSeconds: number(MaximumEventAgeInSeconds),
    onSuccessArn: destination('OnSuccess'),
    onFailureArn: destination('OnFailure'),
  };
}
