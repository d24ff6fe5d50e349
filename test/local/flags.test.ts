import { FlagError, parseFlags } from '../../local/flags';

test('without options the dev stage is served on port 3000, with logs and without kept state', () => {
  expect(parseFlags([])).toEqual({
    stage: 'dev',
    port: 3000,
    assembly: undefined,
    data: undefined,
    jwks: undefined,
    traces: undefined,
    quiet: false,
    help: false,
    allowLocalCallbacks: false,
  });
});

test('options are taken in both their forms', () => {
  expect(
    parseFlags(['--port=0', '--stage', 'prod', '--data', 'd', '--quiet', '--allow-local-callbacks']),
  ).toMatchObject({
    port: 0,
    stage: 'prod',
    data: 'd',
    quiet: true,
    allowLocalCallbacks: true,
  });
});

test.each([
  [['--port', '70000'], /from 0 to 65535; received "70000"/],
  [['--port', '-1'], /--port/],
  [['--port', '1.5'], /whole number/],
  [['--stage'], /--stage needs a value/],
  [['--data='], /--data needs a value/],
  [['--sage', 'x'], /--sage is not an option\. Known: --stage, --port/],
  [['dev'], /"dev" is not expected/],
  [['--quiet=yes'], /--quiet takes no value; received "yes"/],
  [['--data', 'a', '--data', 'b'], /--data is given 2 times: "a", "b"\. Give it once/],
  [['--stage', '../../etc'], /--stage must be the name of a file in config\/.*received "\.\.\/\.\.\/etc"/],
  [['--no-quiet'], /--no-quiet is not an option/],
  [['--help=x', '--port', 'y'], /--help takes no value[\s\S]*--port must be/],
])('%j is refused with what is allowed', (args, message) => {
  expect(() => parseFlags(args)).toThrow(FlagError);
  expect(() => parseFlags(args)).toThrow(message);
});
