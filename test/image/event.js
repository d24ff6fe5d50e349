/**
 * What test/image/run sends to a function and expects of it. Nothing that the functions use is reachable there, so each
 * is asked for what it answers alone; that its module loads and its handler is found is what the check is about.
 *   node event.js COMMAND                    the event for `api.handler`, `worker.handler`, …
 *   node event.js --variable NAME            a value for an environment variable
 *   node event.js --check COMMAND ANSWER     exit status 0 when the Runtime API's line is the expected answer
 */
'use strict';

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

const variables = { TENANTS_BY_KEY_ID: '{}' };

const [first, second, third] = process.argv.slice(2);
if (first === '--variable') console.log(variables[second] ?? '1');
else if (first === '--check') {
  const { answer, error } = JSON.parse(third || '{}');
  const { accepts } = expectations[second] ?? emptyBatch;
  process.exit((error !== undefined || answer !== undefined) && accepts(answer, error) ? 0 : 1);
} else console.log(JSON.stringify((expectations[first] ?? emptyBatch).event));
