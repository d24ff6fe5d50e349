import { exampleRequest } from '../../local/example-request';
import { describeKeys } from '../../local/key-access';
import { stackModel } from './template/assembly-folder';

interface Given {
  readonly method?: object;
  readonly api?: object;
  readonly path?: string;
  readonly keyEnabled?: boolean;
  /** The run has a token for the authorizer. */
  readonly issued?: boolean;
  readonly authorizer?: object;
}

const functionArn = 'arn:aws:lambda:us-east-1:0:function:f';

function exampleOf({ method, api, path = 'jobs', keyEnabled = true, ...given }: Given): string | undefined {
  const model = stackModel({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api', ...api } },
      Resource: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          PathPart: path,
        },
      },
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { Ref: 'Resource' },
          HttpMethod: 'POST',
          Integration: { Type: 'MOCK' },
          ...method,
        },
      },
      Authorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId: { Ref: 'Api' },
          Name: 'tokens',
          Type: 'REQUEST',
          IdentitySource: 'method.request.header.X-Token,method.request.querystring.tenant',
          AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
          ...given.authorizer,
        },
      },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'dev' } },
      Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name: 'key', Enabled: keyEnabled } },
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: { UsagePlanName: 'pro', ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'dev' }] },
      },
      PlanKey: {
        Type: 'AWS::ApiGateway::UsagePlanKey',
        Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
      },
      Domain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { DomainName: 'jobs.example.com', EndpointConfiguration: { Types: ['REGIONAL'] } },
      },
      Mapping: {
        Type: 'AWS::ApiGateway::BasePathMapping',
        Properties: {
          DomainName: { Ref: 'Domain' },
          RestApiId: { Ref: 'Api' },
          Stage: { Ref: 'Stage' },
          BasePath: 'v1',
        },
      },
    },
  });
  const [served] = model.apis;
  if (!served) throw new Error('no API');
  const apis = [{ apiId: served.id, name: served.name, stage: 'dev', url: 'http://127.0.0.1:3000/dev' }];
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const tokens = given.issued ? [{ functionArn, issuer: 'i', tenant: 'local', token: 'a.b.c' }] : [];
  return exampleRequest({ model, apis, keys: describeKeys(model), credentials, tokens });
}

const job = `-H 'content-type: application/json' -d '{"name":"new_job_xyz"}'`;

test('a job is submitted with a key where a key is required', () => {
  expect(exampleOf({ method: { ApiKeyRequired: true } })).toMatch(
    new RegExp(`^curl -H 'x-api-key: value-of-\\w+' ${job} http://127\\.0\\.0\\.1:3000/dev/jobs$`),
  );
});

test('a disabled key is not offered', () => {
  expect(exampleOf({ method: { ApiKeyRequired: true }, keyEnabled: false })).not.toContain('x-api-key');
});

test('an API whose own endpoint is disabled is called by its custom domain and base path', () => {
  expect(exampleOf({ api: { DisableExecuteApiEndpoint: true } })).toBe(
    `curl -H 'Host: jobs.example.com' ${job} http://127.0.0.1:3000/v1/jobs`,
  );
});

test('a signature or a token is part of it where the method asks for one', () => {
  expect(exampleOf({ method: { AuthorizationType: 'AWS_IAM' } })).toContain(
    '--aws-sigv4 aws:amz:us-east-1:execute-api --user local:local',
  );
  const users = { AuthorizationType: 'COGNITO_USER_POOLS' };
  expect(exampleOf({ method: users })).toContain('tokens[0].idToken');
  expect(exampleOf({ method: { ...users, AuthorizationScopes: ['a/b'] } })).toContain(
    'tokens[0].accessToken',
  );
});

test('a token that a Lambda authorizer reads has its place in it', () => {
  const authorizer = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
  expect(exampleOf({ method: authorizer })).toContain('-H "X-Token: $TOKEN"');
});

test('a token that the run issued is read from where it stands', () => {
  const method = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
  const token = `$(node -p 'require("./.local/ready.json").tokens[0].token')`;
  const example = exampleOf({ method, issued: true });
  expect(example).toContain(`-H "X-Token: Bearer ${token}"`);
  expect(example).toContain(`/jobs?tenant=${token}"`);
});

test('a scheme goes before a token unless the authorizer knows none', () => {
  const method = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
  const of = (IdentityValidationExpression: string) =>
    exampleOf({
      method,
      issued: true,
      authorizer: {
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.X-Token',
        IdentityValidationExpression,
      },
    });
  expect(of('^Bearer [-0-9a-zA-Z._]+$')).toContain('-H "X-Token: Bearer $(');
  expect(of('^[-0-9a-zA-Z._]+$')).toContain('-H "X-Token: $(');
});

test('another API is called by its first method without parameters', () => {
  expect(exampleOf({ path: 'items', method: { HttpMethod: 'GET' } })).toBe(
    'curl http://127.0.0.1:3000/dev/items',
  );
});
