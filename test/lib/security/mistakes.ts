import { inside, type Mistake } from './mistake';
import { protectionMistakes } from './protection-mistakes';
import type { Properties } from './template';

const isRoute = (operation: string) => (properties: Properties) => properties.OperationName === operation;
const listens = ({ Protocol }: Properties) => Protocol === 'TCP';

export const mistakes: Readonly<Record<string, Mistake>> = {
  ...protectionMistakes,
  'a method without its key': {
    stage: 'dev',
    type: 'AWS::ApiGateway::Method',
    where: isRoute('submitJob'),
    breaks: 'keyed routes ask for a key',
    plant: properties => {
      delete properties.ApiKeyRequired;
    },
  },
  'a misspelt log level': {
    stage: 'dev',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'execution logs have a level that API Gateway knows',
    plant: properties => {
      inside(properties, 'MethodSettings', '0').LoggingLevel = 'WARN';
    },
  },
  'a throttled route that is not logged': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'execution logs have a level that API Gateway knows',
    plant: properties => {
      delete inside(properties, 'MethodSettings', '1').LoggingLevel;
    },
  },
  'a throttled route that is not measured': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'requests of every route are measured',
    plant: properties => {
      delete inside(properties, 'MethodSettings', '1').MetricsEnabled;
    },
  },
  'whole requests in the log': {
    stage: 'prod',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'whole requests are not logged',
    plant: properties => {
      inside(properties, 'MethodSettings', '0').DataTraceEnabled = true;
    },
  },
  'the key in the access log': {
    stage: 'dev',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'access logs name the request and never the key',
    plant: properties => {
      inside(properties, 'AccessLogSetting').Format =
        '{"r":"$context.requestId","k":"$context.identity.apiKey"}';
    },
  },
  'a stage without traces': {
    stage: 'stg',
    type: 'AWS::ApiGateway::Stage',
    breaks: 'requests are traced',
    plant: properties => {
      properties.TracingEnabled = false;
    },
  },
  'a quota by the year': {
    stage: 'dev',
    type: 'AWS::ApiGateway::UsagePlan',
    breaks: 'quotas have a period that API Gateway knows',
    plant: properties => {
      inside(properties, 'Quota').Period = 'YEAR';
    },
  },
  'a burst below the rate': {
    stage: 'dev',
    type: 'AWS::ApiGateway::UsagePlan',
    breaks: 'bursts hold their rates',
    plant: properties => {
      inside(properties, 'Throttle').BurstLimit = 1;
    },
  },
  'a plan of the deployment instead of the stage': {
    stage: 'dev',
    type: 'AWS::ApiGateway::UsagePlan',
    breaks: 'plans open a stage of their template',
    plant: properties => {
      inside(properties, 'ApiStages', '0').Stage = 'dev';
    },
  },
  'a throttle on a misspelt route': {
    stage: 'prod',
    type: 'AWS::ApiGateway::UsagePlan',
    breaks: 'throttles name routes that exist',
    plant: properties => {
      inside(properties, 'ApiStages', '0').Throttle = { '/jobs/post': { RateLimit: 1, BurstLimit: 1 } };
    },
  },
  'the value of a key in the template': {
    stage: 'dev',
    type: 'AWS::ApiGateway::ApiKey',
    breaks: 'keys get their value from API Gateway',
    plant: properties => {
      properties.Value = 'a-value-that-is-long-enough';
    },
  },
  'a mock that takes its template for bytes': {
    stage: 'dev',
    type: 'AWS::ApiGateway::Method',
    where: isRoute('health'),
    breaks: 'mocks read their template as text',
    plant: properties => {
      delete inside(properties, 'Integration').ContentHandling;
    },
  },
  'a mapping of a path parameter that the method does not declare': {
    stage: 'private-demo',
    type: 'AWS::ApiGateway::Method',
    where: properties => JSON.stringify(properties).includes('method.request.path.proxy'),
    breaks: 'integrations map what their method declares',
    plant: properties => {
      properties.RequestParameters = {};
    },
  },
  'a private API without a resource policy': {
    stage: 'private-demo',
    type: 'AWS::ApiGateway::RestApi',
    breaks: 'private APIs deny calls from elsewhere',
    plant: properties => {
      delete properties.Policy;
    },
  },
  'an error whose body tells another status': {
    stage: 'dev',
    type: 'AWS::ApiGateway::GatewayResponse',
    breaks: 'errors repeat their status',
    plant: properties => {
      properties.StatusCode = '599';
    },
  },
  'a function that any API may call': {
    stage: 'dev',
    type: 'AWS::Lambda::Permission',
    where: properties => properties.Principal === 'apigateway.amazonaws.com',
    breaks: 'functions are called by their own API alone',
    plant: properties => {
      delete properties.SourceArn;
    },
  },
  'an image by a tag': {
    stage: 'dev',
    type: 'AWS::Lambda::Function',
    breaks: 'functions run an image by its digest',
    plant: properties => {
      properties.Code = { ImageUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/jobgate:latest' };
    },
  },
  'a log that never forgets': {
    stage: 'dev',
    type: 'AWS::Logs::LogGroup',
    breaks: 'logs forget',
    plant: properties => {
      delete properties.RetentionInDays;
    },
  },
  'a queue in plain text': {
    stage: 'dev',
    type: 'AWS::SQS::Queue',
    breaks: 'queues are encrypted',
    plant: properties => {
      properties.SqsManagedSseEnabled = false;
    },
  },
  'a message that is dead at once': {
    stage: 'dev',
    type: 'AWS::SQS::Queue',
    where: properties => properties.RedrivePolicy !== undefined,
    breaks: 'messages are received often before they are dead',
    plant: properties => {
      inside(properties, 'RedrivePolicy').maxReceiveCount = 1;
    },
  },
  'a batch that fails as one': {
    stage: 'dev',
    type: 'AWS::Lambda::EventSourceMapping',
    breaks: 'batches fail message by message',
    plant: properties => {
      delete properties.FunctionResponseTypes;
    },
  },
  'a table without backups': {
    stage: 'prod',
    type: 'AWS::DynamoDB::Table',
    breaks: 'tables are backed up and encrypted',
    plant: properties => {
      delete properties.PointInTimeRecoverySpecification;
    },
  },
  'a bucket that may become public': {
    stage: 'prod',
    type: 'AWS::S3::Bucket',
    breaks: 'buckets are private',
    plant: properties => {
      inside(properties, 'PublicAccessBlockConfiguration').BlockPublicPolicy = false;
    },
  },
  'tags that move': {
    stage: 'dev',
    type: 'AWS::ECR::Repository',
    breaks: 'tags of images stay',
    plant: properties => {
      properties.ImageTagMutability = 'MUTABLE';
    },
  },
  'keys in the log of the firewall': {
    stage: 'prod',
    type: 'AWS::WAFv2::LoggingConfiguration',
    breaks: 'firewalls log where WAF can',
    plant: properties => {
      properties.RedactedFields = [];
    },
  },
  'a budget of a period that does not exist': {
    stage: 'prod',
    type: 'AWS::Budgets::Budget',
    breaks: 'budgets have a period that exists',
    plant: properties => {
      inside(properties, 'Budget').TimeUnit = 'WEEKLY';
    },
  },
  'a health-check path over TCP': {
    stage: 'private-demo',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    where: listens,
    breaks: 'health checks of TCP have no path',
    plant: properties => {
      properties.HealthCheckProtocol = 'TCP';
      properties.HealthCheckPath = '/health';
    },
  },
  'addresses as instances': {
    stage: 'private-demo',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    where: properties => JSON.stringify(properties.Targets ?? '').includes('10.'),
    breaks: 'addresses are targets of type ip',
    plant: properties => {
      properties.TargetType = 'instance';
    },
  },
};
