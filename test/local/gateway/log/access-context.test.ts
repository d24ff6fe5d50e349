import {
  accessDenied,
  forbidden,
  integrationTimeout,
} from '../../../../local/gateway/gateway-response/refusals';
import type { LoggedRequest } from '../../../../local/gateway/log/logged-request';
import { route } from '../fixtures';
import { answered, logs, refused } from './logged';

describe('the access log', () => {
  const one = (logged: LoggedRequest, format: string) =>
    logs(logged, { accessLog: { destinationArn: 'arn', format } }).access;

  test('tells status, sizes and times', () => {
    expect(
      one(
        answered,
        '$context.status $context.responseLength $context.responseLatency $context.integration.status ' +
          '$context.integration.integrationStatus $context.integration.latency $context.integrationLatency ' +
          '$context.integration.requestId $context.awsEndpointRequestId $context.endpointType $context.error.message',
      ),
    ).toEqual(['api1234567/dev 200 11 20 200 200 12 12 lambda-1 lambda-1 REGIONAL -\n']);
  });

  test('tells which phase refused and why', () => {
    const iam = route({ method: { authorizationType: 'AWS_IAM' } });
    const denied = { ...refused(accessDenied('Not you', 'Denied'), 403), route: iam };
    expect(
      one(
        denied,
        '$context.authorize.status $context.authorize.error $context.authenticate.status $context.error.responseType $context.error.messageString',
      ),
    ).toEqual(['api1234567/dev 403 Not you - ACCESS_DENIED "Not you"\n']);
  });

  test('quotes a message as answers do, with the space that some begin with', () => {
    const format = '$context.error.messageString';
    expect(one(refused(integrationTimeout('x'), 504), format)).toEqual([
      'api1234567/dev  "Endpoint request timed out"\n',
    ]);
    expect(one(refused(forbidden('x'), 403), format)).toEqual(['api1234567/dev "Forbidden"\n']);
  });

  test('is not written for a stage without one', () => {
    expect(logs(answered, {}).access).toEqual([]);
  });
});
