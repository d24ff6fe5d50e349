/**
 * Reads a cloud assembly from disk: the manifest, the assemblies nested in it (CDK stages), every stack's template and
 * asset manifest, and the templates of nested stacks. Nothing is resolved here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord, list, type Properties, record, text } from './values';

export interface Stack {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: Properties;
  /** Where asset paths start. */
  readonly directory: string;
  readonly assets: readonly Asset[];
}

/** A file or image asset: what a template names by hash, and where it lies on disk. */
export interface Asset {
  readonly hash: string;
  readonly path: string;
  /** Object keys or image tags under which a template refers to it. */
  readonly destinations: readonly string[];
}

export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
}

export const localAccountId = '000000000000';
export const localRegion = 'us-east-1';

export function readAssembly(directory: string): Stack[] {
  const root = resolve(directory);
  const manifestFile = join(root, 'manifest.json');
  if (!existsSync(manifestFile))
    throw new AssemblyError(
      `${root} is not a cloud assembly: it holds no manifest.json. Give the folder that \`cdk synth\` wrote, usually cdk.out.`,
    );
  const stacks = readManifest(root);
  if (stacks.length === 0) throw new AssemblyError(`The cloud assembly ${root} holds no stack.`);
  return stacks;
}

function readManifest(root: string): Stack[] {
  const artifacts = record(readJson(join(root, 'manifest.json'))['artifacts']);
  return Object.entries(artifacts).flatMap(([id, value]) => {
    const artifact = record(value);
    const properties = record(artifact['properties']);
    if (artifact['type'] === 'cdk:cloud-assembly')
      return readManifest(join(root, text(properties['directoryName']) ?? id));
    if (artifact['type'] !== 'aws:cloudformation:stack') return [];
    const [, accountId, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(text(artifact['environment']) ?? '') ?? [];
    return {
      name: text(properties['stackName']) ?? id,
      accountId: !accountId || accountId === 'unknown-account' ? localAccountId : accountId,
      region: !region || region === 'unknown-region' ? localRegion : region,
      template: readJson(join(root, text(properties['templateFile']) ?? `${id}.template.json`)),
      directory: root,
      assets: assetFilesOf(artifact, artifacts).flatMap(file => readAssets(root, file)),
    };
  });
}

function assetFilesOf(artifact: Properties, artifacts: Properties): string[] {
  return list(artifact['dependencies']).flatMap(dependency => {
    const candidate = record(artifacts[String(dependency)]);
    return candidate['type'] === 'cdk:asset-manifest'
      ? (text(record(candidate['properties'])['file']) ?? [])
      : [];
  });
}

function readAssets(root: string, file: string): Asset[] {
  const manifest = readJson(join(root, file));
  const read = (kind: string, pathProperty: string, destinationProperty: string) =>
    Object.entries(record(manifest[kind])).flatMap(([hash, value]) => {
      const source = record(record(value)['source']);
      const path = text(source[pathProperty]);
      if (path === undefined) return [];
      const destinations = Object.values(record(record(value)['destinations'])).flatMap(
        destination => text(record(destination)[destinationProperty]) ?? [],
      );
      return { hash, path: join(root, path), destinations };
    });
  return [...read('files', 'path', 'objectKey'), ...read('dockerImages', 'directory', 'imageTag')];
}

/** The asset that a template names by object key or image URI: both carry the hash. */
export function findAsset(stack: Stack, reference: string): Asset | undefined {
  return stack.assets.find(
    asset =>
      reference.includes(asset.hash) || asset.destinations.some(name => reference.endsWith(`:${name}`)),
  );
}

/** The template of a nested stack: the CDK CLI has its file noted beside the resource, else its address has the hash. */
export function readNestedTemplate(stack: Stack, resource: Properties): Properties | undefined {
  const path = text(record(resource['Metadata'])['aws:asset:path']);
  const address = JSON.stringify(record(resource['Properties'])['TemplateURL'] ?? '');
  const file = path === undefined ? findAsset(stack, address)?.path : join(stack.directory, path);
  return file !== undefined && existsSync(file) ? readJson(file) : undefined;
}

function readJson(file: string): Properties {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AssemblyError(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}.`,
    );
  }
  if (!isRecord(value)) throw new AssemblyError(`${file} does not hold a JSON object.`);
  return value;
}
