/** Writes cloud assemblies for tests, as small as a case needs them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../../../local/template/load';
import type { Model } from '../../../local/template/model';

export interface StackSource {
  readonly template: object;
  /** `aws://account/region` @default - environment-agnostic */
  readonly environment?: string;
  /** Asset manifest: `files` and `dockerImages`. */
  readonly assets?: object;
}

export function assemblyFolder(
  stacks: Readonly<Record<string, StackSource>>,
  files: Readonly<Record<string, string>> = {},
): string {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-assembly-'));
  const write = (name: string, text: string) => {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  const artifacts: Record<string, object> = {};
  for (const [name, { template, environment, assets }] of Object.entries(stacks)) {
    write(`${name}.template.json`, JSON.stringify(template));
    if (assets) {
      write(`${name}.assets.json`, JSON.stringify(assets));
      artifacts[`${name}.assets`] = {
        type: 'cdk:asset-manifest',
        properties: { file: `${name}.assets.json` },
      };
    }
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: environment ?? 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
      dependencies: assets ? [`${name}.assets`] : [],
    };
  }
  write('manifest.json', JSON.stringify({ version: '36.0.0', artifacts }));
  for (const [name, text] of Object.entries(files)) write(name, text);
  return directory;
}

export function modelOf(
  stacks: Readonly<Record<string, StackSource>>,
  files: Readonly<Record<string, string>> = {},
): Model {
  return loadModel(assemblyFolder(stacks, files), {
    endpoints: { queues: 'http://127.0.0.1:1' },
    apiKeyValue: id => `value-of-${id}`,
  });
}

/** The model of one stack named `Stack`. */
export function stackModel(template: object): Model {
  return modelOf({ Stack: { template } });
}

/** A function whose code stands in the template. */
export const inlineFunction = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = 1' },
    ...properties,
  },
});
