import type { Template } from 'aws-cdk-lib/assertions';
import { routes } from '../../../contract/routes';
import type { StageConfig } from '../../../lib/config';
import { only, resources, synthesize } from '../synthesize';

interface MethodProperties {
  readonly OperationName?: string;
  readonly ApiKeyRequired: boolean;
  readonly AuthorizationType: string;
  readonly AuthorizerId?: { readonly Ref: string };
  readonly AuthorizationScopes?: readonly string[];
}
interface FunctionProperties {
  readonly ImageConfig: { readonly Command: readonly string[] };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

const jwt = { issuer: 'https://login.example.com/', audience: ['jobs'] };
const open: readonly string[] = routes.filter(route => 'open' in route).map(route => route.operation);

function apiOf(authorization: StageConfig['authorization'], own: StageConfig = {}): Template {
  return synthesize({ ...own, authorization }).Api;
}

/** Properties of the methods of the routes, by operation. */
function methodsOf(template: Template): Record<string, MethodProperties> {
  const methods = Object.values(resources<MethodProperties>(template, 'AWS::ApiGateway::Method'));
  return Object.fromEntries(
    methods.map(({ Properties }) => [Properties.OperationName, Properties] as const).filter(([name]) => name),
  );
}

function environmentOf(template: Template, handler: string) {
  const functions = Object.values(resources<FunctionProperties>(template, 'AWS::Lambda::Function'));
  return functions.find(fn => fn.Properties.ImageConfig.Command[0] === handler)?.Properties.Environment
    .Variables;
}

const authorizationOf = (template: Template) =>
  JSON.parse(String(environmentOf(template, 'api.handler')?.AUTHORIZATION)) as unknown;

it('leaves it to the key alone unless the stage asks for more', () => {
  const template = synthesize().Api;
  template.resourceCountIs('AWS::ApiGateway::Authorizer', 0);
  for (const method of Object.values(methodsOf(template))) expect(method.AuthorizationType).toBe('NONE');
  expect(authorizationOf(template)).toEqual({ default: 'none' });
});

it('never authorizes open routes, in any mode', () => {
  for (const mode of ['none', 'iam', 'cognito'] as const) {
    const methods = methodsOf(apiOf({ mode }));
    for (const operation of open) {
      expect(methods[operation]).toMatchObject({ ApiKeyRequired: false, AuthorizationType: 'NONE' });
    }
  }
});

describe('mode iam', () => {
  it('asks for a signature on every other route, and for the key too', () => {
    const methods = methodsOf(apiOf({ mode: 'iam' }));
    expect(methods.submitJob).toMatchObject({ ApiKeyRequired: true, AuthorizationType: 'AWS_IAM' });
  });

  it('does without keys where the stage says so', () => {
    const methods = methodsOf(apiOf({ mode: 'iam', keyRequired: false }));
    expect(methods.submitJob).toMatchObject({ ApiKeyRequired: false, AuthorizationType: 'AWS_IAM' });
  });

  it('is left out on the routes that the stage names', () => {
    const template = apiOf({ mode: 'iam', routes: { 'GET /jobs': 'none' } });
    expect(methodsOf(template).listJobs).toMatchObject({ ApiKeyRequired: true, AuthorizationType: 'NONE' });
    expect(authorizationOf(template)).toEqual({ default: 'iam', routes: { 'GET /jobs': 'none' } });
  });
});

describe('mode lambda', () => {
  it('lets a function of the project decide about tokens that the stage accepts', () => {
    const template = apiOf({ mode: 'lambda', jwt, validationExpression: '^Bearer .+$', cacheSeconds: 60 });
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: '^Bearer .+$',
      AuthorizerResultTtlInSeconds: 60,
    });
    const [id] = Object.keys(resources(template, 'AWS::ApiGateway::Authorizer'));
    expect(methodsOf(template).submitJob).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: id },
    });
    expect(JSON.parse(String(environmentOf(template, 'authorizer.handler')?.ACCEPTED_TOKENS))).toEqual({
      ...jwt,
      jwksUrl: 'https://login.example.com/.well-known/jwks.json',
      algorithm: 'RS256',
      tenantClaim: 'sub',
      clockToleranceSeconds: 30,
      identitySources: ['method.request.header.Authorization'],
    });
  });

  it('gives that function nothing of the jobs', () => {
    const template = apiOf({ mode: 'lambda', jwt });
    expect(Object.keys(environmentOf(template, 'authorizer.handler') ?? {})).toEqual(['ACCEPTED_TOKENS']);
    const policies = JSON.stringify(
      Object.entries(resources(template, 'AWS::IAM::Policy')).filter(([id]) => id.includes('Authorizer')),
    );
    expect(policies).not.toMatch(/dynamodb|s3:|sqs:/);
  });

  it('decides by several sources of a request, and takes the key from the answer', () => {
    const identitySources = ['method.request.header.Authorization', 'method.request.querystring.token'];
    const template = apiOf(
      {
        mode: 'lambda',
        type: 'request',
        identitySources,
        jwt: { ...jwt, usageKeyClaim: 'key' },
        cacheSeconds: 0,
      },
      { keySource: 'authorizer' },
    );
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { ApiKeySourceType: 'AUTHORIZER' });
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      IdentitySource: identitySources.join(','),
      AuthorizerResultTtlInSeconds: 0,
    });
    const accepted = String(environmentOf(template, 'authorizer.handler')?.ACCEPTED_TOKENS);
    expect(JSON.parse(accepted)).toMatchObject({ identitySources, usageKeyClaim: 'key' });
    expect(authorizationOf(template)).toEqual({ default: 'lambda', identityParameters: ['token'] });
  });

  it('calls a function elsewhere by a role that may call no other', () => {
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:decide';
    const template = apiOf({ mode: 'lambda', functionArn });
    const authorizer = only<{ AuthorizerCredentials: unknown; AuthorizerUri: unknown }>(
      template,
      'AWS::ApiGateway::Authorizer',
    );
    expect(JSON.stringify(authorizer.AuthorizerUri)).toContain(functionArn);
    expect(JSON.stringify(authorizer.AuthorizerCredentials)).toContain('DeciderRole');
    expect(environmentOf(template, 'authorizer.handler')).toBeUndefined();
  });

  it('makes a new deployment when the authorizer changes, without which the stage would go stale', () => {
    const deployment = (cacheSeconds: number) =>
      Object.keys(resources(apiOf({ mode: 'lambda', jwt, cacheSeconds }), 'AWS::ApiGateway::Deployment'));
    expect(deployment(0)).not.toEqual(deployment(60));
  });
});

describe('mode cognito', () => {
  it('makes a pool with a client for programs when there are scopes', () => {
    const template = apiOf({ mode: 'cognito', scopes: ['jobgate/read'], tenantClaim: 'client_id' });
    template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'jobgate',
      Scopes: [{ ScopeName: 'read' }],
    });
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
    expect(methodsOf(template).submitJob).toMatchObject({
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: ['jobgate/read'],
    });
    expect(authorizationOf(template)).toEqual({ default: 'cognito', tenantClaim: 'client_id' });
  });

  it('makes a pool for people otherwise, with a second factor and without sign-up', () => {
    const template = apiOf({ mode: 'cognito' });
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    expect(methodsOf(template).submitJob?.AuthorizationScopes).toBeUndefined();
  });

  it('protects the pool as the stage protects what it keeps, and asks for strong passwords', () => {
    const poolOf = (state: StageConfig['state']) =>
      Object.values(resources(apiOf({ mode: 'cognito' }, { state }), 'AWS::Cognito::UserPool'))[0];
    expect(poolOf({})).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtection: 'ACTIVE',
        Policies: {
          PasswordPolicy: {
            MinimumLength: 12,
            RequireLowercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            RequireUppercase: true,
          },
        },
      },
    });
    expect(poolOf({ removal: 'destroy' })).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: 'INACTIVE' },
    });
  });

  it('uses a decision again for as long as the stage says', () => {
    apiOf({ mode: 'cognito', cacheSeconds: 60 }).hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
  });

  it('takes a pool that exists', () => {
    const userPoolArn = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEf123';
    const template = apiOf({ mode: 'cognito', userPoolArn });
    template.resourceCountIs('AWS::Cognito::UserPool', 0);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', { ProviderARNs: [userPoolArn] });
  });
});
