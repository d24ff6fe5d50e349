/** A copy of the project that a test may edit as its user would: job types, stage configs, stacks. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../local/scripts';

const copied = [
  ...['bin', 'config', 'contract', 'lambda', 'lib', 'local'],
  ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

export class Project {
  readonly script: string;

  constructor(private readonly directory: string) {
    for (const name of copied) cpSync(join(projectRoot, name), join(directory, name), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(directory, 'node_modules'));
    this.script = join(directory, 'bin', 'run.js');
  }

  add(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text);
  }

  /** Puts lines before the only place in a file where others stand. */
  insert(file: string, before: string, text: string): void {
    const whole = readFileSync(join(this.directory, file), 'utf8');
    if (whole.split(before).length !== 2) throw new Error(`${file} does not have ${before} once.`);
    this.add(
      file,
      whole.replace(before, () => text + before),
    );
  }
}
