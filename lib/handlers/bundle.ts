/**
 * Bundles every function of lambda/ into the folder from which the image is built: one file a function, the SDK
 * included, minified CommonJS, because that loads fastest in a cold environment.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { generate } from './generate';
import { projectRoot, writeFolder } from './project';

/** Returns the folder with Dockerfile and `<function>.js` files; a function's command is `<function>.handler`. */
export function bundleHandlers(): string {
  generate();
  const lambda = join(projectRoot, 'lambda');
  const functions = readdirSync(lambda).filter(name => existsSync(join(lambda, name, 'handler.ts')));
  const image = join(projectRoot, 'build', 'image');
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(functions.map(name => [name, `lambda/${name}/handler.ts`])),
    outdir: image,
    write: false,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    // The default chain loads SSO, ini files and instance metadata; a function has its credentials in the environment.
    alias: { '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts' },
    // Only functions on a managed runtime use it, which brings its own copy.
    external: ['@aws-sdk/client-ec2'],
    logLevel: 'error',
  });
  writeFolder(image, {
    Dockerfile: readFileSync(join(lambda, 'Dockerfile'), 'utf8'),
    ...Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text])),
  });
  return image;
}
