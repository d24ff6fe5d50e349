import { explain } from '../../bin/jobgate/operator-error';
import { jobgate } from '../../bin/jobgate/program';
import { Account } from './account';

export interface Run {
  readonly out: readonly string[];
  readonly notes: readonly string[];
  /** What the operator reads when the command fails. */
  readonly failure: string | undefined;
}

export interface CommandLine {
  readonly account: Account;
  run(...args: string[]): Promise<Run>;
  /** Moves the clock of key ends. */
  advance(milliseconds: number): void;
  /** That clock. */
  now(): number;
  close(): Promise<void>;
}

/** The command line against an account of its own, with the SDK's settings in the environment as operators have them. */
export async function openCommandLine(): Promise<CommandLine> {
  const account = new Account();
  const server = await account.serve();
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'of-the-test',
    AWS_REGION: 'eu-central-1',
    AWS_MAX_ATTEMPTS: '1',
  });
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    account,
    now,
    async run(...args) {
      const out: string[] = [];
      const notes: string[] = [];
      const program = jobgate({ out: line => out.push(line), note: line => notes.push(line) }, now);
      for (const command of [
        program,
        ...program.commands,
        ...program.commands.flatMap(({ commands }) => commands),
      ]) {
        command.exitOverride();
      }
      let failure: string | undefined;
      try {
        await program.parseAsync(['node', 'jobgate', ...args]);
      } catch (error) {
        failure = explain(error);
      }
      return { out, notes, failure };
    },
    advance(milliseconds) {
      ahead += milliseconds;
    },
    async close() {
      process.env = before;
      await server.close();
    },
  };
}
