import { stackModel } from './assembly-folder';

const api = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'dev' } },
};
const mapping = (DomainName: unknown, BasePath?: string) => ({
  Type: 'AWS::ApiGateway::BasePathMapping',
  Properties: { DomainName, BasePath, RestApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } },
});

function domainsOf(resources: object) {
  const { domains, apis } = stackModel({ Resources: { ...api, ...resources } });
  const mapped = { apiId: apis[0]?.id, stage: 'dev' };
  return { domains, mapped };
}

test('a domain leads to what is mapped to it', () => {
  const { domains, mapped } = domainsOf({
    Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com' } },
    One: mapping({ Ref: 'Domain' }, 'one'),
    Rest: mapping({ Ref: 'Domain' }),
  });
  expect(domains).toEqual([
    {
      name: 'api.example.com',
      mappings: [
        { basePath: 'one', ...mapped },
        { basePath: '', ...mapped },
      ],
    },
  ]);
});

test('a domain of another service leads to the base paths that this one adds to it', () => {
  const { domains, mapped } = domainsOf({
    One: mapping('shared.example.com', 'one'),
    Two: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: {
        DomainName: 'shared.example.com',
        ApiMappingKey: 'two/levels',
        ApiId: { Ref: 'Api' },
        Stage: { Ref: 'Stage' },
      },
    },
  });
  expect(domains).toEqual([
    {
      name: 'shared.example.com',
      mappings: [
        { basePath: 'one', ...mapped },
        { basePath: 'two/levels', ...mapped },
      ],
    },
  ]);
});
