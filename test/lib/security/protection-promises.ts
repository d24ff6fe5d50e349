/** What every template of every stage promises of who gets in, and of what nobody gets at. */
import { type Check, every, type Json, list, of, one, record, type TemplateJson, text } from './template';

/** Whether each resource of a type has a policy that denies everyone what comes without TLS. */
const refusesPlainText =
  (type: string, policyType: string, named: string): Check =>
  template =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .every(([id]) =>
        of(template, policyType)
          .filter(policy => text(policy.Properties[named]).includes(`"Ref":"${id}"`))
          .some(policy => deniesPlainText(policy.Properties.PolicyDocument)),
      );

function deniesPlainText(document: Json): boolean {
  return list(record(document).Statement).some(statement => {
    const { Effect, Condition } = record(statement);
    return Effect === 'Deny' && text(Condition).includes('"aws:SecureTransport":"false"');
  });
}

/** A rule of one's own blocks or allows; a group of AWS's does what AWS says. */
function decides(rule: Json): boolean {
  const { Action, OverrideAction, Statement } = record(rule);
  return record(Statement).ManagedRuleGroupStatement === undefined
    ? ['Block', 'Allow'].some(action => record(Action)[action] !== undefined)
    : record(OverrideAction).None !== undefined;
}

const guardsOneStage = (template: TemplateJson) =>
  of(template, 'AWS::WAFv2::WebACL').length === of(template, 'AWS::WAFv2::WebACLAssociation').length;

export const protectionPromises: Readonly<Record<string, Check>> = {
  'firewalls stand before a stage': guardsOneStage,
  'firewalls refuse what they find and nothing else': every(
    'AWS::WAFv2::WebACL',
    ({ DefaultAction, Rules }) =>
      record(DefaultAction).Allow !== undefined && list(Rules).length > 0 && list(Rules).every(decides),
  ),
  'budgets tell somebody before it is too late': every(
    'AWS::Budgets::Budget',
    ({ NotificationsWithSubscribers }) =>
      list(NotificationsWithSubscribers).length > 0 &&
      list(NotificationsWithSubscribers).every(alert => {
        const { Notification, Subscribers } = record(alert);
        const { ComparisonOperator, ThresholdType } = record(Notification);
        return (
          list(Subscribers).length > 0 &&
          ComparisonOperator === 'GREATER_THAN' &&
          ThresholdType === 'PERCENTAGE'
        );
      }),
  ),
  'alarms tell somebody': template =>
    of(template, 'AWS::CloudWatch::Alarm').every(
      ({ Properties: { AlarmActions, ActionsEnabled } }) =>
        list(AlarmActions).length > 0 && ActionsEnabled !== false,
    ),
  'people do not sign up by themselves': every('AWS::Cognito::UserPool', ({ AdminCreateUserConfig }) =>
    text(AdminCreateUserConfig).includes('"AllowAdminCreateUserOnly":true'),
  ),
  'authorizers look where a token stands': every(
    'AWS::ApiGateway::Authorizer',
    ({ Type, IdentitySource, AuthorizerResultTtlInSeconds }) =>
      Number(AuthorizerResultTtlInSeconds) <= 3600 &&
      (IdentitySource !== undefined || (Type === 'REQUEST' && AuthorizerResultTtlInSeconds === 0)),
  ),
  'methods that ask for an authorizer name one': every(
    'AWS::ApiGateway::Method',
    ({ AuthorizationType, AuthorizerId }) =>
      one(AuthorizationType, 'CUSTOM', 'COGNITO_USER_POOLS') === (AuthorizerId !== undefined),
  ),
  'address lists deny what they do not name': every(
    'AWS::ApiGateway::RestApi',
    ({ Policy }) =>
      !text(Policy).includes('aws:SourceIp') ||
      list(record(Policy).Statement).some(statement => {
        const { Effect, Condition } = record(statement);
        return Effect === 'Deny' && record(Condition).NotIpAddress !== undefined;
      }),
  ),
  'errors are problems that pages may keep apart': every(
    'AWS::ApiGateway::GatewayResponse',
    ({ ResponseParameters, ResponseTemplates }) => {
      const header = (name: string) => record(ResponseParameters)[`gatewayresponse.header.${name}`];
      const origin = header('Access-Control-Allow-Origin');
      return (
        (ResponseTemplates === undefined || header('Content-Type') === "'application/problem+json'") &&
        (one(origin, undefined, "'*'") || header('Vary') === "'Origin'")
      );
    },
  ),
  'keys of KMS turn': every('AWS::KMS::Key', ({ EnableKeyRotation }) => EnableKeyRotation === true),
  'buckets refuse plain text': refusesPlainText('AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'),
  'queues refuse plain text': refusesPlainText('AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'),
  'topics refuse plain text': refusesPlainText('AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'),
  'domains speak TLS 1.2 at the least': every(
    'AWS::ApiGateway::DomainName',
    ({ SecurityPolicy }) => SecurityPolicy !== undefined && SecurityPolicy !== 'TLS_1_0',
  ),
};
