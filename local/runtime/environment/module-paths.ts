/**
 * ES modules do not look into NODE_PATH, yet Lambda's runtime finds the packages of layers and its own copy of the SDK
 * for them too (Lambda developer guide, "Working with layers for Node.js").
 */
import { register } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface ModulePath {
  readonly folder: string;
  /** A module beside the folder: from there a package in it is found first. */
  readonly parentURL: string;
}

/** Run in Node's thread for such hooks. Only what lies in a folder itself is found, not what lies above it. */
const hooks = `
import { existsSync } from 'node:fs';
let paths = [];
export async function initialize(given) { paths = given; }
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    const name = /^(@[^/]+\\/)?[^./@:][^/:]*(?=\\/|$)/.exec(specifier)?.[0];
    const path = paths.find(({ folder }) => name !== undefined && existsSync(folder + '/' + name));
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !path) throw error;
    return next(specifier, { ...context, parentURL: path.parentURL });
  }
}`;

export function lookIntoModulePaths(): void {
  const folders = (process.env['NODE_PATH'] ?? '').split(delimiter).filter(Boolean);
  // Node.js before 20.6 has no such hooks.
  if (folders.length === 0 || typeof register !== 'function') return;
  const data: ModulePath[] = folders.map(folder => ({
    folder,
    parentURL: pathToFileURL(join(folder, '..', 'index.mjs')).href,
  }));
  register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data });
}
