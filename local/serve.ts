/** What `npm start` and `npm run dev` share: synthesizes the app, or takes an assembly, and serves it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { outliveReaders, printLine } from './access-output';
import { banner } from './banner';
import { FlagError, type Flags, parseFlags, usage } from './flags';
import { writableFolder } from './folders';
import { readPublicKeys } from './public-keys';
import { readOtherRun, readyFile, removeReadyFile, writeReadyFile } from './ready-file';
import { projectRoot } from './scripts';
import { startServices } from './services/services';
import { endOnSignals } from './signals';
import { type LocalRun, startLocal } from './start';
import { Steps } from './steps';
import { synthesize } from './synthesize';

export interface Served {
  readonly run: LocalRun;
  readonly assembly: string;
  /** Writes .local/ready.json, and prints what a user needs to know when it has changed. */
  announce(): void;
}

/** Starts what the flags ask for and says so. */
export async function serve(flags: Flags): Promise<Served> {
  const steps = new Steps(!flags.quiet);
  const ready = resolve(readyFile);
  const other = readOtherRun(ready);
  // What a killed run left behind would be taken for this one's.
  removeReadyFile(ready);
  const synthesized = flags.assembly === undefined;
  const assembly = resolve(flags.assembly ?? join('.local', 'assembly', flags.stage));
  if (!synthesized && !existsSync(assembly))
    throw new Error(
      `The assembly folder ${assembly} does not exist. Give the folder that \`cdk synth\` wrote.`,
    );
  const jwks = flags.jwks === undefined ? undefined : readPublicKeys(flags.jwks);
  const traces = flags.traces === undefined ? undefined : writableFolder('--traces', flags.traces);
  const data = flags.data === undefined ? temporaryFolder() : writableFolder('--data', flags.data);
  // The services start while the app is synthesized, which uses another processor.
  const services = synthesized
    ? steps.run('services started', startServices({ directory: data, inMemory: flags.data === undefined }))
    : undefined;
  // Not awaited yet: a failure is reported where the run waits for it.
  services?.catch(() => undefined);
  if (synthesized) await steps.run('synthesized', synthesize(projectRoot, flags.stage, assembly));
  const run = await steps.run(
    'serving',
    startLocal({
      assembly,
      port: flags.port,
      dataDirectory: data,
      logDirectory: resolve('.local', 'logs'),
      services,
      traceDirectory: traces,
      jwks,
      accessLog: flags.quiet ? undefined : printLine,
      variables: flags.allowLocalCallbacks ? { ALLOW_LOCAL_CALLBACKS: 'true' } : {},
    }).catch(async error => {
      await services?.then(({ close }) => close()).catch(() => undefined);
      throw explain(error, flags.port, other);
    }),
  );
  run.warm();
  process.on('exit', () => removeReadyFile(ready));
  let said = '';
  const announce = () => {
    writeReadyFile(ready, run, run.apis[0]?.stage ?? flags.stage);
    const text = banner(run);
    if (text !== said) console.log(text);
    said = text;
  };
  announce();
  return { run, assembly, announce };
}

/** For a run without --data; removed however the run ends, unless it is killed. */
function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'jobgate-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function explain(error: unknown, port: number, other: { pid: number; url: string } | undefined): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return error;
  const holder = other
    ? `the local run with process id ${other.pid} (${other.url}) may hold it`
    : 'another program holds it';
  return new Error(
    `Port ${port} of 127.0.0.1 is taken: ${holder}. Stop that one, or choose another port with --port (0 picks a free one).`,
  );
}

export async function runCommand(
  args: readonly string[],
  then: (served: Served, flags: Flags) => void,
): Promise<void> {
  try {
    const flags = parseFlags(args);
    if (flags.help) return console.log(usage);
    outliveReaders();
    let served: Served | undefined;
    endOnSignals(() => served?.run.close());
    served = await serve(flags);
    then(served, flags);
  } catch (error) {
    console.error(error instanceof FlagError || error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
