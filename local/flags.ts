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
  --data DIR               keep jobs, messages, files, keys and usage in this folder for the next run
  --jwks FILE              public keys of the Cognito user pools: a JWKS for all, or one for each pool by ARN or id
                           (default: keys of the run's own, with a token for each pool in .local/ready.json)
  --traces DIR             write the X-Ray documents of sampled requests into this folder
  --allow-local-callbacks  let jobs call back to loopback and private addresses
  --quiet                  print no steps and no access log
  --help                   print this text`;

export class FlagError extends Error {}

const options = {
  stage: { type: 'string', default: 'dev' },
  port: { type: 'string', default: '3000' },
  assembly: { type: 'string' },
  data: { type: 'string' },
  jwks: { type: 'string' },
  traces: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  'allow-local-callbacks': { type: 'boolean', default: false },
} as const;

export function parseFlags(args: readonly string[]): Flags {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.filter(token => token.kind === 'option');
  const problems = given.flatMap(({ name, rawName, value }) => {
    if (!isKnown(name))
      return [`${rawName} is not an option. Known: ${names.map(known => `--${known}`).join(', ')}.`];
    if (options[name].type === 'boolean')
      return value === undefined
        ? []
        : [`--${name} takes no value; received ${JSON.stringify(value)}. Leave the value out.`];
    return value === undefined || value === '' ? [`--${name} needs a value.`] : [];
  });
  for (const word of positionals)
    problems.push(`${JSON.stringify(word)} is not expected: every setting has its own option.`);
  for (const name of names) {
    const times = given.filter(token => token.name === name);
    if (times.length > 1)
      problems.push(
        `--${name} is given ${times.length} times: ${times.map(received).join(', ')}. Give it once.`,
      );
  }
  const { stage, port, assembly, data, jwks, traces } = values;
  if (typeof port === 'string' && port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65_535))
    problems.push(`--port must be a whole number from 0 to 65535; received ${JSON.stringify(port)}.`);
  if (typeof stage === 'string' && stage !== '' && !/^[\w-]+$/.test(stage))
    problems.push(
      `--stage must be the name of a file in config/, such as dev; received ${JSON.stringify(stage)}.`,
    );
  if (problems.length > 0)
    throw new FlagError(`${problems.join('\n')}\nRun with --help to see what each option does.`);
  return {
    stage: String(stage),
    port: Number(port),
    assembly: text(assembly),
    data: text(data),
    jwks: text(jwks),
    traces: text(traces),
    quiet: values.quiet === true,
    help: values.help === true,
    allowLocalCallbacks: values['allow-local-callbacks'] === true,
  };
}

const names = Object.keys(options);

function isKnown(name: string): name is keyof typeof options {
  return names.includes(name);
}

function received({ value }: { readonly value?: string }): string {
  return value === undefined ? 'without a value' : JSON.stringify(value);
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
