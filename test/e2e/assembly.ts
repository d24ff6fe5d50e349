/** The project's own assembly with some settings changed, so that a test need not wait for the real ones. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** Copies an assembly and lets `change` edit each resource. */
export function changedAssembly(
  from: string,
  to: string,
  change: (resource: Resource, logicalId: string) => void,
): string {
  cpSync(from, to, { recursive: true });
  for (const file of readdirSync(to).filter(name => name.endsWith('.template.json'))) {
    const template: { Resources?: Record<string, Resource> } = JSON.parse(
      readFileSync(join(to, file), 'utf8'),
    );
    for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) change(resource, logicalId);
    writeFileSync(join(to, file), JSON.stringify(template));
  }
  return to;
}
