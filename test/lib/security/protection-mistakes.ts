import { inside, type Mistake } from './mistake';
import { list, type Properties, record, text } from './template';

const holds = (part: string) => (properties: Properties) => text(properties).includes(part);

/** Takes the statement about TLS out of a policy. */
function forgetTls(properties: Properties): void {
  const document = inside(properties, 'PolicyDocument');
  document.Statement = list(document.Statement).filter(
    statement => !text(statement).includes('aws:SecureTransport'),
  );
}

export const protectionMistakes: Readonly<Record<string, Mistake>> = {
  'a firewall before no stage': {
    stage: 'prod',
    type: 'AWS::WAFv2::WebACLAssociation',
    breaks: 'firewalls stand before a stage',
    plant: (properties, template) => {
      const [id] =
        Object.entries(template.Resources).find(([, resource]) => resource.Properties === properties) ?? [];
      delete template.Resources[id ?? ''];
    },
  },
  'a firewall that counts what it should refuse': {
    stage: 'prod',
    type: 'AWS::WAFv2::WebACL',
    breaks: 'firewalls refuse what they find and nothing else',
    plant: properties => {
      const managed = list(properties.Rules).find(rule => record(rule).OverrideAction !== undefined);
      record(managed).OverrideAction = { Count: {} };
    },
  },
  'a firewall that refuses everyone': {
    stage: 'stg',
    type: 'AWS::WAFv2::WebACL',
    breaks: 'firewalls refuse what they find and nothing else',
    plant: properties => {
      properties.DefaultAction = { Block: {} };
    },
  },
  'a budget that tells nobody': {
    stage: 'prod',
    type: 'AWS::Budgets::Budget',
    breaks: 'budgets tell somebody before it is too late',
    plant: properties => {
      inside(properties, 'NotificationsWithSubscribers', '0').Subscribers = [];
    },
  },
  'an alarm that rings for nobody': {
    stage: 'prod',
    type: 'AWS::CloudWatch::Alarm',
    breaks: 'alarms tell somebody',
    plant: properties => {
      delete properties.AlarmActions;
    },
  },
  'a user pool that anybody may join': {
    stage: 'stg',
    type: 'AWS::Cognito::UserPool',
    breaks: 'people do not sign up by themselves',
    plant: properties => {
      inside(properties, 'AdminCreateUserConfig').AllowAdminCreateUserOnly = false;
    },
  },
  'an authorizer that looks nowhere': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Authorizer',
    breaks: 'authorizers look where a token stands',
    plant: properties => {
      delete properties.IdentitySource;
    },
  },
  'a decision that is kept for a day': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Authorizer',
    breaks: 'authorizers look where a token stands',
    plant: properties => {
      properties.AuthorizerResultTtlInSeconds = 86_400;
    },
  },
  'a method that forgot its authorizer': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Method',
    where: holds('"CUSTOM"'),
    breaks: 'methods that ask for an authorizer name one',
    plant: properties => {
      delete properties.AuthorizerId;
    },
  },
  'a list of addresses that denies nobody': {
    stage: 'stg',
    type: 'AWS::ApiGateway::RestApi',
    breaks: 'address lists deny what they do not name',
    plant: properties => {
      for (const statement of list(inside(properties, 'Policy').Statement))
        record(statement).Effect = 'Allow';
    },
  },
  'an error that caches mix up between pages': {
    stage: 'prod',
    type: 'AWS::ApiGateway::GatewayResponse',
    breaks: 'errors are problems that pages may keep apart',
    plant: properties => {
      delete inside(properties, 'ResponseParameters')['gatewayresponse.header.Vary'];
    },
  },
  'a key that never turns': {
    stage: 'prod',
    type: 'AWS::KMS::Key',
    breaks: 'keys of KMS turn',
    plant: properties => {
      properties.EnableKeyRotation = false;
    },
  },
  'a bucket that is read without TLS': {
    stage: 'dev',
    type: 'AWS::S3::BucketPolicy',
    breaks: 'buckets refuse plain text',
    plant: forgetTls,
  },
  'a queue that is read without TLS': {
    stage: 'dev',
    type: 'AWS::SQS::QueuePolicy',
    breaks: 'queues refuse plain text',
    plant: forgetTls,
  },
  'a topic that is written without TLS': {
    stage: 'prod',
    type: 'AWS::SNS::TopicPolicy',
    breaks: 'topics refuse plain text',
    plant: forgetTls,
  },
  'a domain for clients of the last century': {
    stage: 'prod',
    type: 'AWS::ApiGateway::DomainName',
    breaks: 'domains speak TLS 1.2 at the least',
    plant: properties => {
      properties.SecurityPolicy = 'TLS_1_0';
    },
  },
};
