/**
 * Which resource types a local run serves, which need nothing locally, and why the others are not served. A type that
 * is in none of these lists is reported with a general reason, so that nothing of a template is dropped in silence.
 */
import type { Resource } from './identity';
import { flag } from './values';

/** In place of a resource that is not served. */
export interface NotServed {
  readonly reason: string;
}

const handledTypes: ReadonlySet<string> = new Set([
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::S3::Bucket',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::UsagePlanKey',
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::BasePathMappingV2',
  'AWS::ApiGateway::VpcLink',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::VpcLink',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::CloudFormation::Stack',
  'AWS::SSM::Parameter',
]);

/** Prefixes of types that describe rights, names, networks or watching: a local run is complete without them. */
const silentPrefixes = [
  'AWS::IAM::',
  'AWS::Logs::',
  'AWS::CloudWatch::Dashboard',
  'AWS::KMS::',
  'AWS::ECR::',
  'AWS::CertificateManager::',
  'AWS::Route53::',
  'AWS::EC2::',
  'AWS::ElasticLoadBalancingV2::',
  'AWS::RAM::',
  'AWS::CDK::Metadata',
  'AWS::CloudFormation::WaitCondition',
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::DomainNameAccessAssociation',
  'AWS::ApiGateway::DocumentationPart',
  'AWS::ApiGateway::DocumentationVersion',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::S3::BucketPolicy',
  'AWS::XRay::',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::WebACLAssociation',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolResourceServer',
  'Custom::CrossRegionExport',
  'Custom::S3AutoDeleteObjects',
  'Custom::LogRetention',
  'Custom::AWS',
  'Custom::VpcRestrictDefaultSG',
  'Custom::ECRAutoDeleteImages',
];

const reasons: readonly (readonly [prefix: string, reason: string])[] = [
  [
    'AWS::WAFv2::WebACL',
    'Web ACLs are not applied locally; requests that the firewall would block are served.',
  ],
  ['AWS::ApiGateway::ClientCertificate', 'Back ends are called without a client certificate locally.'],
  ['AWS::ApiGatewayV2::', 'HTTP and WebSocket APIs are not served; REST APIs are.'],
  ['AWS::SecretsManager::', 'There is no local secret store; a function that reads this secret fails.'],
  ['AWS::Lambda::Url', 'Function URLs are not served; REST APIs are.'],
  ['AWS::Budgets::', 'Budgets are not watched locally.'],
  ['AWS::CloudWatch::Alarm', 'Alarms are not raised locally.'],
  ['AWS::CloudWatch::CompositeAlarm', 'Alarms are not raised locally.'],
  ['AWS::StepFunctions::', 'State machines are not run locally.'],
  ['AWS::Events::', 'Event buses are not served locally; scheduled rules are.'],
  ['AWS::Kinesis', 'Streams are not served locally.'],
  ['AWS::ECS::', 'Containers are not run locally.'],
  ['AWS::RDS::', 'Databases other than DynamoDB are not served locally.'],
  ['AWS::CloudFront::', 'Distributions are not served locally; call the API directly.'],
  ['AWS::CloudFormation::CustomResource', 'Custom resources run at deployment only.'],
  ['Custom::', 'Custom resources run at deployment only.'],
];

/** Why a type is not served, or undefined when there is nothing to say about it. */
export function unsupportedReason(type: string): string | undefined {
  if (handledTypes.has(type) || silentPrefixes.some(prefix => type.startsWith(prefix))) return undefined;
  return (
    reasons.find(([prefix]) => type.startsWith(prefix))?.[1] ??
    `Resources of type ${type} have no local counterpart.`
  );
}

/** Settings of a stage that a local run serves it without. */
export function unservedSettings({ type, properties }: Pick<Resource, 'type' | 'properties'>): string[] {
  if (type !== 'AWS::ApiGateway::Stage') return [];
  return [
    ...(flag(properties['CacheClusterEnabled'])
      ? ['Responses are not cached locally; each request reaches its integration.']
      : []),
    ...(properties['CanarySetting'] === undefined
      ? []
      : ['Canary deployments are not served locally; each request gets the stage itself.']),
  ];
}
