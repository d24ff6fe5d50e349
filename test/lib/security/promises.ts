/** What every template of every stage promises, as checks that tell which promise a template breaks. */
import { routes } from '../../../contract/routes';
import { protectionPromises } from './protection-promises';
import { type Check, every, type Json, list, of, one, record, type TemplateJson, text } from './template';

const keyed = routes.filter(route => !('open' in route)).map(route => route.operation as string);

/** `/jobs/{jobId}` of a method's resource. */
function pathOf(template: TemplateJson, resourceId: Json): string {
  const { Ref: id } = record(resourceId);
  const resource = typeof id === 'string' ? template.Resources[id] : undefined;
  if (!resource) return '';
  return `${pathOf(template, resource.Properties.ParentId)}/${String(resource.Properties.PathPart)}`;
}

const isIpv4 = (value: Json) => /^\d+\.\d+\.\d+\.\d+$/.test(String(value));

export const promises: Readonly<Record<string, Check>> = {
  ...protectionPromises,
  'keyed routes ask for a key': every(
    'AWS::ApiGateway::Method',
    ({ OperationName, ApiKeyRequired, AuthorizationType }) =>
      !keyed.includes(String(OperationName)) || ApiKeyRequired === true || AuthorizationType === 'AWS_IAM',
  ),
  'execution logs have a level that API Gateway knows': every(
    'AWS::ApiGateway::Stage',
    ({ MethodSettings }) =>
      list(MethodSettings).every(setting => one(record(setting).LoggingLevel, 'OFF', 'ERROR', 'INFO')),
  ),
  'requests of every route are measured': every('AWS::ApiGateway::Stage', ({ MethodSettings }) =>
    list(MethodSettings).every(setting => record(setting).MetricsEnabled === true),
  ),
  'whole requests are not logged': every('AWS::ApiGateway::Stage', ({ MethodSettings }) =>
    list(MethodSettings).every(setting => record(setting).DataTraceEnabled !== true),
  ),
  'access logs name the request and never the key': every(
    'AWS::ApiGateway::Stage',
    ({ AccessLogSetting }) => {
      const format = String(record(AccessLogSetting).Format);
      return format.includes('$context.requestId') && !/identity\.apiKey\b/.test(format);
    },
  ),
  'requests are traced': every('AWS::ApiGateway::Stage', ({ TracingEnabled }) => TracingEnabled === true),
  'quotas have a period that API Gateway knows': every(
    'AWS::ApiGateway::UsagePlan',
    ({ Quota }) => Quota === undefined || one(record(Quota).Period, 'DAY', 'WEEK', 'MONTH'),
  ),
  'bursts hold their rates': every('AWS::ApiGateway::UsagePlan', ({ Throttle }) => {
    const { RateLimit = 0, BurstLimit = 0 } = record(Throttle);
    return Number(BurstLimit) >= Number(RateLimit);
  }),
  'plans open a stage of their template': every('AWS::ApiGateway::UsagePlan', ({ ApiStages }, template) =>
    list(ApiStages).every(stage => {
      const { Ref: id } = record(record(stage).Stage);
      return template.Resources[String(id)]?.Type === 'AWS::ApiGateway::Stage';
    }),
  ),
  'throttles name routes that exist': every('AWS::ApiGateway::UsagePlan', ({ ApiStages }, template) => {
    const known = of(template, 'AWS::ApiGateway::Method').map(
      ({ Properties: method }) => `${pathOf(template, method.ResourceId)}/${String(method.HttpMethod)}`,
    );
    return list(ApiStages).every(stage =>
      Object.keys(record(record(stage).Throttle)).every(path => known.includes(path)),
    );
  }),
  'keys get their value from API Gateway': every(
    'AWS::ApiGateway::ApiKey',
    ({ Value }) => Value === undefined,
  ),
  'mocks read their template as text': every('AWS::ApiGateway::Method', ({ Integration }) => {
    const { Type, ContentHandling } = record(Integration);
    return Type !== 'MOCK' || ContentHandling === 'CONVERT_TO_TEXT';
  }),
  'integrations map what their method declares': every(
    'AWS::ApiGateway::Method',
    ({ Integration, RequestParameters }) =>
      Object.values(record(record(Integration).RequestParameters))
        .filter(source => String(source).startsWith('method.request.'))
        .every(source => Object.hasOwn(record(RequestParameters), String(source))),
  ),
  'private APIs deny calls from elsewhere': every(
    'AWS::ApiGateway::RestApi',
    ({ EndpointConfiguration, Policy }) =>
      !text(EndpointConfiguration).includes('PRIVATE') ||
      (text(Policy).includes('"Deny"') && text(Policy).includes('aws:sourceVpce')),
  ),
  'errors repeat their status': every(
    'AWS::ApiGateway::GatewayResponse',
    ({ StatusCode, ResponseTemplates }) =>
      ResponseTemplates === undefined ||
      text(ResponseTemplates).includes(`\\"status\\":${String(StatusCode)}`),
  ),
  'functions are called by their own API alone': every(
    'AWS::Lambda::Permission',
    ({ Principal, SourceArn }) => Principal !== 'apigateway.amazonaws.com' || text(SourceArn).includes('Ref'),
  ),
  'functions run an image by its digest': every(
    'AWS::Lambda::Function',
    ({ PackageType, Code }) => PackageType !== 'Image' || /@sha256:[0-9a-f]{64}/.test(text(Code)),
  ),
  'logs forget': every('AWS::Logs::LogGroup', ({ RetentionInDays }) => Number(RetentionInDays) > 0),
  'queues are encrypted': every(
    'AWS::SQS::Queue',
    ({ SqsManagedSseEnabled, KmsMasterKeyId }) =>
      SqsManagedSseEnabled === true || KmsMasterKeyId !== undefined,
  ),
  'messages are received often before they are dead': every(
    'AWS::SQS::Queue',
    ({ RedrivePolicy }) => RedrivePolicy === undefined || Number(record(RedrivePolicy).maxReceiveCount) >= 5,
  ),
  'batches fail message by message': every('AWS::Lambda::EventSourceMapping', ({ FunctionResponseTypes }) =>
    list(FunctionResponseTypes).includes('ReportBatchItemFailures'),
  ),
  'tables are backed up and encrypted': every(
    'AWS::DynamoDB::Table',
    ({ PointInTimeRecoverySpecification, SSESpecification }) =>
      record(PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled === true &&
      record(SSESpecification).SSEEnabled === true,
  ),
  'buckets are private': every('AWS::S3::Bucket', ({ PublicAccessBlockConfiguration }) => {
    const blocks = Object.values(record(PublicAccessBlockConfiguration));
    return blocks.length === 4 && blocks.every(block => block === true);
  }),
  'tags of images stay': every(
    'AWS::ECR::Repository',
    ({ ImageTagMutability }) => ImageTagMutability === 'IMMUTABLE',
  ),
  'firewalls log where WAF can': every(
    'AWS::WAFv2::LoggingConfiguration',
    ({ RedactedFields }, template) =>
      text(RedactedFields).includes('x-api-key') &&
      of(template, 'AWS::Logs::LogGroup').some(group =>
        String(group.Properties.LogGroupName).startsWith('aws-waf-logs-'),
      ),
  ),
  'budgets have a period that exists': every('AWS::Budgets::Budget', ({ Budget }) =>
    one(record(Budget).TimeUnit, 'MONTHLY', 'QUARTERLY', 'ANNUALLY', 'DAILY'),
  ),
  'health checks of TCP have no path': every(
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    ({ Protocol, HealthCheckProtocol = Protocol, HealthCheckPath }) =>
      HealthCheckProtocol !== 'TCP' || HealthCheckPath === undefined,
  ),
  'addresses are targets of type ip': every(
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    ({ TargetType, Targets }) =>
      TargetType === 'ip' || !list(Targets).some(target => isIpv4(record(target).Id)),
  ),
};

/** Names of the promises that a template breaks. */
export function broken(template: TemplateJson): string[] {
  return Object.entries(promises).flatMap(([name, holds]) => (holds(template) ? [] : [name]));
}
