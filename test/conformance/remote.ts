/**
 * Tries facts against a stage that is deployed, so that this suite itself can be checked against API Gateway.
 * `node bin/run.js conformance --url URL [--key KEY] [--fixture NAME]`, or `… synth DIR` for the fixtures' assembly.
 */
import { parseArgs } from 'node:util';
import { FACTS, isRequestFact, type RequestFact } from './fact';
import { synthesizeFixtures } from './fixtures/app';
import type { Target } from './target';
import { tryFact } from './try-fact';

/** Facts that any deployment of the project's own API shows, as those of the fixture that is shaped like it. */
const OWN_API = ['a-key-missing', 'a-key-unknown', 'a-key-valid', 'b-unknown-path', 'b-unknown-path-bearer'];
/** Their bodies and headers are the project's own, by gateway responses; status and error type stay API Gateway's. */
const withoutShape = (fact: RequestFact): RequestFact => ({
  ...fact,
  expect: {
    status: fact.expect.status,
    ...(fact.expect.errorType !== undefined && { errorType: fact.expect.errorType }),
  },
});
const STAGES = /^(\/*)\/(?:dev|test|stage|prod|api|other)(?=[/?]|$)/;

const USAGE = `Tries the facts of test/conformance against a deployed stage.

  node bin/run.js conformance synth DIR           write the fixtures' cloud assembly, to deploy with cdk deploy --app DIR
  node bin/run.js conformance --url URL [--key KEY] [--fixture NAME]
      --url      base URL with the stage, such as https://abc123.execute-api.eu-west-1.amazonaws.com/dev
      --key      the API key that has the fixture's name, or one of the project's own API
      --fixture  the fixture that is deployed there; without it, facts that hold for the project's own API`;

interface Options {
  readonly url: URL;
  readonly key?: string;
}

/** What a fact may need that a stage on AWS does not give to this command. */
function obstacle(fact: RequestFact, { key }: Options): string | undefined {
  const text = JSON.stringify([fact.before, fact.request, fact.expect]);
  if (text.includes('"sign":')) return 'needs AWS credentials';
  if (text.includes('"token":')) return 'needs the keys of a user pool';
  if (text.includes('"from":')) return 'needs a VPC';
  if (text.includes('"later":')) return 'needs a clock that can be set';
  if (text.includes('<key-id:')) return 'needs the id of a key';
  if (text.includes('<account') || text.includes('<api-id>')) return 'needs the account and the API id';
  const other = [...text.matchAll(/<key:([a-z0-9-]+)>/g)].find(([, name]) => name !== fact.fixture)?.[1];
  if (other !== undefined) return `needs the key ${other}`;
  if (text.includes('<key:') && key === undefined) return 'needs --key';
  return undefined;
}

function remoteTarget({ url, key }: Options): Target {
  const values: Record<string, string> = {
    host: url.host,
    'domain-prefix': url.host.split('.')[0] ?? '',
    region: url.host.split('.')[2] ?? '',
  };
  return {
    urlOf: () => url,
    pathOf: path => path.replace(STAGES, (_, slashes: string) => slashes + url.pathname.replace(/\/$/, '')),
    credentials: { accessKeyId: '', secretAccessKey: '', region: '' },
    now: () => Date.now(),
    token: () => '',
    advance: () => undefined,
    placeholder: name => (name.startsWith('key:') ? (key ?? '') : (values[name] ?? '')),
    close: () => Promise.resolve(),
  };
}

async function run(options: Options, fixture: string | undefined): Promise<number> {
  const known = FACTS.filter(isRequestFact);
  const facts =
    fixture === undefined
      ? known.filter(({ id }) => OWN_API.includes(id)).map(withoutShape)
      : known.filter(fact => fact.fixture === fixture);
  if (facts.length === 0) {
    const fixtures = [...new Set(known.map(fact => fact.fixture))].sort();
    console.error(
      `No fact is about the fixture ${JSON.stringify(fixture)}. Fixtures with facts: ${fixtures.join(', ')}.`,
    );
    return 1;
  }
  const target = remoteTarget(options);
  let differing = 0;
  for (const fact of facts) {
    const missing = obstacle(fact, options);
    const differs = missing === undefined ? await tryFact(fact, target).catch(error => [String(error)]) : [];
    differing += differs.length === 0 ? 0 : 1;
    console.log(
      `${missing ? 'skipped' : differs.length ? 'DIFFERS' : 'holds  '}  ${fact.id}${missing ? ` (${missing})` : ''}`,
    );
    for (const line of differs) console.log(`           ${line}`);
  }
  console.log(`${facts.length} facts about ${options.url.href}, ${differing} differ.`);
  return differing === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      fixture: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [command, folder] = positionals;
  if (command === 'synth' && folder !== undefined) {
    synthesizeFixtures(folder);
    console.log(`The fixtures' assembly is in ${folder}.`);
    return 0;
  }
  if (values.help || values.url === undefined || !URL.canParse(values.url)) {
    console.error(USAGE);
    return values.help ? 0 : 1;
  }
  return run(
    { url: new URL(values.url), ...(values.key !== undefined && { key: values.key }) },
    values.fixture,
  );
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(`The facts could not be tried: ${error.message}`);
    process.exitCode = 1;
  },
);
