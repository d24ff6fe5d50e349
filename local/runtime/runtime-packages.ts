/**
 * The packages that Lambda's Node.js runtimes bring along (Lambda developer guide, "Runtime-included SDK versions"):
 * those of the AWS SDK that this project has. A folder of links, because a function must not find anything else here.
 */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../scripts';

const scopes = ['@aws-sdk', '@smithy'];

/** @returns a folder for NODE_PATH */
export function runtimePackages(): string {
  const folder = join(projectRoot, 'build', 'local', 'runtime', 'node_modules');
  mkdirSync(folder, { recursive: true });
  for (const scope of scopes) {
    const link = join(folder, scope);
    if (!existsSync(link)) linkTo(join(projectRoot, 'node_modules', scope), link);
  }
  return folder;
}

function linkTo(target: string, link: string): void {
  try {
    symlinkSync(target, link, 'junction');
  } catch (error) {
    // Another run made it at the same time.
    if (!existsSync(link)) throw error;
  }
}
