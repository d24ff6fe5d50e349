/**
 * Finds the handler as Lambda's Node.js runtime does: `folder/file.export.member`, the file with `.js`, `.mjs` or
 * `.cjs`, CommonJS or ES module by its extension or its package.json.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './errors';
import { lookIntoModulePaths } from './module-paths';

export type Handler = (
  event: unknown,
  context: object,
  callback: (error: unknown, result?: unknown) => void,
) => unknown;

export async function loadHandler(directory: string, handler: string): Promise<Handler> {
  const [, file, path] = /^([^.]+)\.(.+)$/.exec(basename(handler)) ?? [];
  if (file === undefined || path === undefined)
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `Bad handler ${JSON.stringify(handler)}: expected file.export`,
    );
  const module = join(dirname(handler), file);
  const loaded = await loadModule(join(directory, module), module);
  let found: unknown = loaded;
  for (const name of path.split('.')) found = isObject(found) ? Reflect.get(found, name) : undefined;
  if (found === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  return found as Handler;
}

async function loadModule(path: string, name: string): Promise<unknown> {
  const file = ['', '.js', '.mjs', '.cjs'].map(extension => path + extension).find(isFile);
  if (file === undefined)
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
  try {
    if (!isEsModule(file)) return createRequire(file)(file);
    lookIntoModulePaths();
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw asRuntimeError('Runtime.UserCodeSyntaxError', error);
    const code = isObject(error) ? Reflect.get(error, 'code') : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')
      throw asRuntimeError('Runtime.ImportModuleError', error);
    throw error;
  }
}

function asRuntimeError(errorType: string, cause: unknown): RuntimeError {
  const error = new RuntimeError(errorType, String(cause));
  if (cause instanceof Error) error.stack = cause.stack;
  return error;
}

function isEsModule(file: string): boolean {
  const extension = extname(file);
  if (extension !== '.js') return extension === '.mjs';
  return packageType(dirname(file)) === 'module';
}

/** `type` of the nearest package.json, as Node looks for it. */
function packageType(directory: string): unknown {
  const manifest = join(directory, 'package.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type;
  const parent = dirname(directory);
  return parent === directory || basename(directory) === 'node_modules' ? undefined : packageType(parent);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
