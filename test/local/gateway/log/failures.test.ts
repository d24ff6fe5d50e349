import {
  accessDenied,
  forbidden,
  integrationFailure,
} from '../../../../local/gateway/gateway-response/refusals';
import { answered, execution, level, mask, refused } from './logged';

test('ERROR tells only what went wrong', () => {
  expect(execution(answered, level('ERROR'))).toEqual([]);
  const malformed = refused(
    integrationFailure('Execution failed due to configuration error: Malformed Lambda proxy response', 502),
    502,
  );
  expect(execution(malformed, level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    'Execution failed due to configuration error: Malformed Lambda proxy response',
  ]);
  expect(execution({ ...malformed, gatewayResponse: 'DEFAULT_5XX' }, level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    'Execution failed due to configuration error: Malformed Lambda proxy response',
    'Gateway response type: DEFAULT_5XX with status code: 502',
    'Gateway response body: {"message":"x"}',
    'Gateway response headers: {}',
  ]);
});

test('an execution that failed is completed, with its status', () => {
  const failed = { ...refused(integrationFailure('No luck'), 500), integration: answered.integration };
  const lines = execution(failed, level('INFO'));
  expect(lines).toContain('Method completed with status: 500');
  expect(lines).not.toContain('Successfully completed execution');
});

test('an authorizer that cannot be used is told of twice', () => {
  const reason = 'Execution failed due to configuration error: Invalid permissions on Lambda function';
  const refusal = { ...integrationFailure(reason), refusal: 'AUTHORIZER_CONFIGURATION_ERROR' };
  expect(execution(refused(refusal, 500), level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    reason,
    'Execution failed due to configuration error: Authorizer error',
  ]);
});

test('a refusal ends the steps where it fell', () => {
  const atKey = execution(refused(forbidden('API Key is unknown'), 403), level('INFO'));
  expect(atKey).toContain(
    `Verifying Usage Plan for request: r-1. API Key: ${mask} API Stage: api1234567/dev`,
  );
  expect(atKey.slice(-2)).toEqual(['API Key is unknown', 'X-ray Tracing ID : Root=1-2-3']);
  expect(atKey.join()).not.toContain('Starting execution');
  const atAuthorizer = execution(refused(accessDenied('No', 'Denied'), 403), level('INFO'));
  expect(atAuthorizer.join()).not.toContain('Verifying Usage Plan');
  expect(atAuthorizer).toContain('Denied');
});
