import { inlineFunction, modelOf } from './assembly-folder';

const api = (properties: object) => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api', ...properties } },
    Function: inlineFunction(),
  },
});
const assets = { files: { abc: { source: { path: 'asset.abc.yaml' }, destinations: {} } } };
const methodsOf = (template: object, files: Readonly<Record<string, string>> = {}) => {
  const model = modelOf({ Stack: { template, assets } }, files);
  return {
    unsupported: model.unsupported.map(({ reason }) => reason),
    methods: model.apis[0]?.methods.map(({ httpMethod, path }) => `${httpMethod} ${path}`),
    api: model.apis[0],
  };
};
const included = `
openapi: 3.0.1
paths:
  /:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        uri: { Fn::GetAtt: [Function, Arn] }
`;

test('a file that the template includes has its intrinsic functions resolved', () => {
  const location = { 'Fn::Sub': 's3://bucket/abc.yaml' };
  const body = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: location } } };
  const read = methodsOf(api({ Body: body }), { 'asset.abc.yaml': included });
  expect(read.methods).toEqual(['GET /']);
  expect(read.api?.methods[0]?.integration).toMatchObject({
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Function',
  });
  expect(read.unsupported).toEqual([]);
});

test('a document that is not part of the assembly is named with the remedy', () => {
  const read = methodsOf(api({ BodyS3Location: { Bucket: 'b', Key: 'elsewhere.yaml' } }));
  expect(read.methods).toEqual([]);
  expect(read.unsupported).toEqual([expect.stringMatching(/not part of the assembly.*fromAsset/)]);
});

test('a macro that only CloudFormation knows is named', () => {
  const read = methodsOf(api({ Body: { 'Fn::Transform': { Name: 'Count' } } }));
  expect(read.unsupported).toEqual(['It uses the macro Count.']);
});

test('what the document says of the API takes the place of what the template says, and lists are joined', () => {
  const read = methodsOf(
    api({
      BinaryMediaTypes: ['image/png'],
      ApiKeySourceType: 'HEADER',
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] },
      Body: {
        openapi: '3.0.1',
        paths: {},
        servers: [{ 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['vpce-2'] } }],
        'x-amazon-apigateway-binary-media-types': ['image/gif'],
        'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
        'x-amazon-apigateway-minimum-compression-size': 10,
        'x-amazon-apigateway-policy': { Statement: [] },
      },
    }),
  );
  expect(read.api).toMatchObject({
    name: 'api',
    binaryMediaTypes: ['image/png', 'image/gif'],
    apiKeySource: 'AUTHORIZER',
    endpointType: 'PRIVATE',
    vpcEndpointIds: ['vpce-1', 'vpce-2'],
    minimumCompressionSize: 10,
    policy: { Statement: [] },
  });
});

test('requirements of the whole document hold for operations without their own, and an empty list lifts them', () => {
  const integration = { 'x-amazon-apigateway-integration': { type: 'mock' } };
  const pool = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_A';
  const read = methodsOf(
    api({
      Body: {
        swagger: '2.0',
        security: [{ pool: ['email'] }, { key: [] }],
        securityDefinitions: {
          key: { type: 'apiKey', name: 'X-Api-Key', in: 'header' },
          pool: {
            type: 'apiKey',
            name: 'Token',
            'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [pool] },
          },
        },
        paths: { '/a': { get: integration, post: { ...integration, security: [] } } },
      },
    }),
  );
  const [authorizer] = read.api?.authorizers ?? [];
  expect(authorizer).toMatchObject({
    type: 'COGNITO_USER_POOLS',
    identitySource: 'method.request.header.Token',
    providerArns: [pool],
  });
  expect(read.api?.methods).toMatchObject([
    {
      httpMethod: 'GET',
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId: authorizer?.id,
      authorizationScopes: ['email'],
      apiKeyRequired: true,
    },
    { httpMethod: 'POST', authorizationType: 'NONE', apiKeyRequired: false },
  ]);
});

test('resources of the template stand beside those of the document', () => {
  const template = api({ Body: { openapi: '3.0.1', paths: { '/a': { get: {} } } } });
  const read = methodsOf({
    Resources: {
      ...template.Resources,
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
        },
      },
    },
  });
  expect(read.methods).toEqual(['GET /a', 'GET /']);
});

test('a document that is no YAML stops the run with its name', () => {
  expect(() => {
    const folder = { 'asset.abc.yaml': 'a: [' };
    methodsOf(api({ BodyS3Location: { Bucket: 'b', Key: 'abc.yaml' } }), folder);
  }).toThrow(/asset\.abc\.yaml/);
});
