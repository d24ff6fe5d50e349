/**
 * What test/image/run sends to a function and expects of it. Nothing that the functions use is reachable there, so each
 * is asked for what it answers alone; that its module loads and its handler is found is what the check is about.
 *   node event.js COMMAND                    the event for `api.handler`, `worker.handler`, …
 *   node event.js --functions ASSEMBLY DIR   a file a function into DIR, named like its command: NAME=VALUE lines
 *   node event.js --check COMMAND ANSWER     exit status 0 when the Runtime API's line is the expected answer
 */
'use strict';
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** A caller without a tenant is refused before anything is read. */
const unknownCaller = {
  resource: '/jobs/{jobId}',
  path: '/jobs/x',
  httpMethod: 'GET',
  headers: {},
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { jobId: 'x' },
  stageVariables: null,
  requestContext: { requestId: 'image-check', stage: 'dev', identity: { apiKeyId: null } },
  body: null,
  isBase64Encoded: false,
};

const expectations = {
  'api.handler': { event: unknownCaller, accepts: answer => answer?.statusCode === 403 },
};
/** All others, given an empty batch: the answer or an error of their own, but not one of the runtime's. */
const emptyBatch = {
  event: { Records: [] },
  accepts: (_answer, error) => !/"errorType":"Runtime\./.test(error ?? ''),
};

/** Values that only a deployment knows: the table of tenants is JSON, all others are names. */
const deployed = { TENANTS_BY_KEY_ID: '{}', SUBMISSION_TENANTS: '{}' };

function writeFunctions(assembly, directory) {
  const templates = readdirSync(assembly).filter(name => name.endsWith('.template.json'));
  for (const template of templates) {
    const { Resources = {} } = JSON.parse(readFileSync(join(assembly, template), 'utf8'));
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::Lambda::Function' || !Properties.ImageConfig) continue;
      const variables = Object.entries(Properties.Environment?.Variables ?? {});
      const lines = variables.map(
        ([name, value]) => `${name}=${typeof value === 'string' ? value : (deployed[name] ?? 'x')}\n`,
      );
      writeFileSync(join(directory, Properties.ImageConfig.Command[0]), lines.join(''));
    }
  }
}

const [first, second, third] = process.argv.slice(2);
if (first === '--functions') writeFunctions(second, third);
else if (first === '--check') {
  const { answer, error } = JSON.parse(third || '{}');
  const { accepts } = expectations[second] ?? emptyBatch;
  process.exit((error !== undefined || answer !== undefined) && accepts(answer, error) ? 0 : 1);
} else console.log(JSON.stringify((expectations[first] ?? emptyBatch).event));
