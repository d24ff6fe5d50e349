import type { LoggedRequest } from '../../../../local/gateway/log/logged-request';
import { compileStageLog } from '../../../../local/gateway/log/stage-log';
import type { StageModel } from '../../../../local/template/rest-api-model';
import { route } from '../fixtures';

export const key = 'abcdefghijklmnopqrstuvwxyz1234567890ABCD';
export const mask = `${'*'.repeat(34)}90ABCD`;
export const where = route({ method: { path: '/jobs/{jobId}', apiKeyRequired: true } });
export const answered: LoggedRequest = {
  context: { requestId: 'r-1', extendedRequestId: 'e-1=', xrayTraceId: '1-2-3', 'identity.apiKeyId': 'key1' },
  httpMethod: 'GET',
  route: { ...where, path: '/jobs/7', pathParameters: { jobId: '7' } },
  headers: [
    ['Host', 'h'],
    ['X-Api-Key', key],
    ['Authorization', 'Bearer a-long-secret-token'],
  ],
  query: [['limit', '5']],
  body: '',
  authorizerLines: ['Starting authorizer: auth01 for request: r-1'],
  admission: { apiKeyId: 'key1', apiKey: key, planId: 'plan1' },
  response: {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-RequestId', 'r-1'],
      ['x-amz-apigw-id', 'e-1='],
    ],
    body: Buffer.from('{"ok":true}'),
  },
  integration: {
    uri: 'arn:aws:apigateway:us-east-1:lambda:path/x/invocations',
    requestBody: `{"headers":{"x-api-key":"${key}"}}`,
    responseBody: '{"statusCode":200}',
    status: 200,
    functionStatus: 200,
    latencyMilliseconds: 12,
    requestId: 'lambda-1',
  },
  receivedAt: Date.parse('2026-11-21T12:00:00Z'),
  finishedAt: Date.parse('2026-11-21T12:00:00.020Z'),
};

export function logs(logged: LoggedRequest, stage: Partial<StageModel>) {
  const lines: { access: string[]; execution: string[] } = { access: [], execution: [] };
  const log = compileStageLog(
    'api1234567',
    { ...where.stage, ...stage },
    {
      access: (api, name, line) => lines.access.push(`${api}/${name} ${line}`),
      execution: (_api, _name, line) => lines.execution.push(line),
    },
  );
  log.write(logged);
  return { ...lines, log };
}

export const level = (
  loggingLevel: 'OFF' | 'INFO' | 'ERROR',
  dataTraceEnabled = false,
): Partial<StageModel> => ({
  methodSettings: [{ resourcePath: '/*', httpMethod: '*', loggingLevel, dataTraceEnabled }],
});

/** Execution lines without time and request id. */
export const execution = (logged: LoggedRequest, stage: Partial<StageModel>) =>
  logs(logged, stage).execution.map(line => line.replace(/^\S+ \(r-1\) (.*)\n$/, '$1'));

export const refused = (refusal: LoggedRequest['refusal'], status: number): LoggedRequest => ({
  ...answered,
  refusal,
  integration: undefined,
  response: { status, headers: [], body: Buffer.from('{"message":"x"}') },
});
