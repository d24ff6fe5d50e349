import { Command, Option } from 'commander';
import { type Context, connect, type Output, regionOf } from './context';
import { parseGrace } from './grace';
import { type CreateOptions, createKey } from './keys/create';
import type { KeyName } from './keys/find-key';
import { importKeys } from './keys/import';
import { listKeys } from './keys/list';
import { moveKey } from './keys/move';
import { revokeKey } from './keys/revoke';
import { finishRotations, rotateKey } from './keys/rotate';

/** The operator's command line. `now` is the clock of key ends; tests pass their own. */
export function jobgate(output: Output, now: () => number = Date.now): Command {
  const program = new Command('jobgate').description('Operates deployed stages of Jobgate.').configureOutput({
    writeOut: text => output.out(text.trimEnd()),
    writeErr: text => output.note(text.trimEnd()),
  });
  const keys = program.command('keys').description('Makes, lists, rotates, moves and revokes API keys.');

  const command = (name: string, description: string): Command =>
    keys
      .command(name)
      .description(description)
      .option('--stage <name>', 'the stage, as in config/<name>.ts', 'dev')
      .option('--region <region>', 'the AWS region; by default as the AWS settings of this machine say');

  const contextOf = async ({ stage, region }: StageOptions): Promise<Context> =>
    connect(stage, await regionOf(region), { ...output, now });

  command(
    'import <file>',
    'Imports keys from a CSV file: key, name, description, enabled, usageplanIds, tenant.',
  )
    .option('--dry-run', 'check every row and say what would be done', false)
    .action(async (file: string, options: StageOptions & { dryRun: boolean }) =>
      importKeys(await contextOf(options), file, options),
    );

  command('create <name>', 'Makes a key and shows it once.')
    .option('--plan <plan>', 'id or name of a usage plan; again for a plan of another API stage', collect)
    .option('--tenant <tenant>', "whose jobs the key opens; the key's name by default")
    .option('--description <text>', 'what the key is for')
    .option('--disabled', 'make it disabled', false)
    .action(async (name: string, options: StageOptions & CreateOptions) =>
      createKey(await contextOf(options), name, options),
    );

  command('list', 'Lists the keys of a stage; their values are masked.').action(
    async (options: StageOptions) => listKeys(await contextOf(options)),
  );

  command('rotate [name]', 'Makes a new key for the same tenant in the same plans and shows it once.')
    .option('--id <id>', 'the key by its id')
    .addOption(
      new Option('--grace <time>', 'how long the old key still works: 90s, 30m, 24h, 7d')
        .argParser(parseGrace)
        .default(parseGrace('24h'), '24h'),
    )
    .option('--finish', 'disable the keys whose grace time is over', false)
    .action(async (name: string | undefined, options: StageOptions & RotateOptions, self: Command) => {
      const given = [name, options.id, options.finish || undefined].filter(value => value !== undefined);
      if (given.length !== 1) self.error('error: give one of NAME, --id ID or --finish');
      const context = await contextOf(options);
      await (options.finish
        ? finishRotations(context)
        : rotateKey(context, { name, id: options.id }, options.grace));
    });

  command('move [name]', 'Puts a key into another plan; its value, tenant and jobs stay.')
    .option('--id <id>', 'the key by its id')
    .requiredOption('--plan <plan>', 'id or name of the usage plan')
    .action(
      async (name: string | undefined, options: StageOptions & KeyName & { plan: string }, self: Command) => {
        oneKey(name, options, self);
        await moveKey(await contextOf(options), { name, id: options.id }, options.plan);
      },
    );

  command('revoke [name]', 'Ends a key: the API refuses it within a minute.')
    .option('--id <id>', 'the key by its id')
    .option('--delete', 'delete it from API Gateway too', false)
    .action(
      async (
        name: string | undefined,
        options: StageOptions & KeyName & { delete: boolean },
        self: Command,
      ) => {
        oneKey(name, options, self);
        await revokeKey(await contextOf(options), { name, id: options.id }, { remove: options.delete });
      },
    );
  return program;
}

function oneKey(name: string | undefined, { id }: KeyName, self: Command): void {
  if ((name === undefined) === (id === undefined)) self.error('error: give one of NAME or --id ID');
}

const collect = (plan: string, before: readonly string[] = []): readonly string[] => [...before, plan];

interface StageOptions {
  readonly stage: string;
  readonly region?: string;
}

interface RotateOptions {
  readonly id?: string;
  readonly grace: number;
  readonly finish: boolean;
}
