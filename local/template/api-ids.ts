/** What `Ref` and `Fn::GetAtt` answer for the parts of APIs, and for the user pools that guard them. */
import { arn, type Kind, rootResourceId, stableId } from './identity';
import { text } from './values';

/** A part of an API: Ref and one attribute are a drawn id. */
const drawn =
  (...attributes: string[]): Kind =>
  resource => {
    const id = stableId(resource);
    return { ref: id, attributes: Object.fromEntries(attributes.map(name => [name, id])) };
  };

const domainName: Kind = resource => {
  const ref = text(resource.properties['DomainName']) ?? '';
  const target = `d-${stableId(resource)}.execute-api.${resource.stack.region}.amazonaws.com`;
  return { ref, attributes: { RegionalDomainName: target, DistributionDomainName: target } };
};

export const apiKinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGateway::RestApi': resource => {
    const id = stableId(resource);
    return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId(id) } };
  },
  'AWS::ApiGateway::Resource': resource => {
    const id = stableId(resource, 6);
    return { ref: id, attributes: { ResourceId: id } };
  },
  'AWS::ApiGateway::Stage': resource => ({
    ref: text(resource.properties['StageName']) ?? '',
    attributes: {},
  }),
  'AWS::ApiGateway::Model': resource => ({
    ref: text(resource.properties['Name']) ?? stableId(resource),
    attributes: {},
  }),
  'AWS::ApiGateway::Authorizer': drawn('AuthorizerId'),
  'AWS::ApiGateway::RequestValidator': drawn('RequestValidatorId'),
  'AWS::ApiGateway::Deployment': drawn('DeploymentId'),
  'AWS::ApiGateway::ApiKey': drawn('APIKeyId'),
  'AWS::ApiGateway::UsagePlan': drawn('Id'),
  'AWS::ApiGateway::VpcLink': drawn('VpcLinkId'),
  'AWS::ApiGatewayV2::VpcLink': drawn('VpcLinkId'),
  'AWS::ApiGateway::DomainName': domainName,
  'AWS::ApiGatewayV2::DomainName': domainName,
  'AWS::ApiGateway::DomainNameV2': resource => {
    const ref = arn(
      resource,
      'apigateway',
      `/domainnames/${text(resource.properties['DomainName'])}+${stableId(resource)}`,
    );
    return { ref, attributes: { DomainNameArn: ref, DomainNameId: stableId(resource) } };
  },
  'AWS::Cognito::UserPool': resource => {
    const id = `${resource.stack.region}_${stableId(resource, 9)}`;
    const provider = `cognito-idp.${resource.stack.region}.amazonaws.com/${id}`;
    return {
      ref: id,
      attributes: {
        UserPoolId: id,
        Arn: arn(resource, 'cognito-idp', `userpool/${id}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': resource => {
    const id = stableId(resource, 26);
    return { ref: id, attributes: { ClientId: id } };
  },
};
