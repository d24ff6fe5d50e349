/** The command line of a local run. All mistakes are reported together. */
import { parseArgs } from 'node:util';

export interface Flags {
  readonly stage: string;
  readonly port: number;
  readonly assembly?: string;
  readonly data?: string;
  readonly jwks?: string;
  readonly traces?: string;
  readonly quiet: boolean;
  readonly help: boolean;
  readonly allowLocalCallbacks: boolean;
}

export const usage = `Serves the API of a synthesized template on this machine, with its functions, queues and tables.

Usage: npm start -- [options]

  --stage NAME             the stage of config/ to serve (default: dev)
  --port NUMBER            port of the first API; 0 picks a free one (default: 3000)
  --assembly DIR           serve this cloud assembly instead of synthesizing the project's app
  --data DIR               keep jobs, files, keys and usage in this folder, so that they survive a restart
  --jwks FILE              public keys of the Cognito user pools: a JWKS for all, or one for each pool by ARN or id
                           (default: keys of the run's own, with a token for each pool in .local/ready.json)
  --traces DIR             write the X-Ray documents of sampled requests into this folder
  --allow-local-callbacks  let jobs call back to loopback and private addresses
  --quiet                  print no steps and no access log
  --help                   print this text`;

export class FlagError extends Error {}

export function parseFlags(args: readonly string[]): Flags {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string', default: 'dev' },
      port: { type: 'string', default: '3000' },
      assembly: { type: 'string' },
      data: { type: 'string' },
      jwks: { type: 'string' },
      traces: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'allow-local-callbacks': { type: 'boolean', default: false },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const known = [
    'stage',
    'port',
    'assembly',
    'data',
    'jwks',
    'traces',
    'quiet',
    'help',
    'allow-local-callbacks',
  ];
  const problems = tokens.flatMap(token =>
    token.kind === 'option' && !known.includes(token.name)
      ? [`${token.rawName} is not an option. Known: ${known.map(name => `--${name}`).join(', ')}.`]
      : [],
  );
  for (const word of positionals)
    problems.push(`${JSON.stringify(word)} is not expected: every setting has its own option.`);
  for (const name of ['stage', 'port', 'assembly', 'data', 'jwks', 'traces'] as const)
    if (typeof values[name] === 'boolean' || values[name] === '') problems.push(`--${name} needs a value.`);
  const port = Number(values.port);
  if (typeof values.port === 'string' && values.port !== '' && !(/^\d+$/.test(values.port) && port <= 65_535))
    problems.push(`--port must be a whole number from 0 to 65535; received ${JSON.stringify(values.port)}.`);
  if (problems.length > 0)
    throw new FlagError(`${problems.join('\n')}\nRun with --help to see what each option does.`);
  return {
    stage: String(values.stage),
    port,
    assembly: values.assembly === undefined ? undefined : String(values.assembly),
    data: values.data === undefined ? undefined : String(values.data),
    jwks: values.jwks === undefined ? undefined : String(values.jwks),
    traces: values.traces === undefined ? undefined : String(values.traces),
    quiet: values.quiet === true,
    help: values.help === true,
    allowLocalCallbacks: values['allow-local-callbacks'] === true,
  };
}
