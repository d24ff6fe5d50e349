import { loadModel } from '../../../local/template/load';
import { inlineFunction, stackModel } from './assembly-folder';

describe('parameters', () => {
  test('take their defaults, split lists, and read SSM parameters that the assembly creates', () => {
    const model = stackModel({
      Parameters: {
        Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
        Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/app/size' },
      },
      Resources: {
        Size: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/app/size', Value: 'large' } },
        Handler: inlineFunction({
          Environment: {
            Variables: { SECOND: { 'Fn::Select': [1, { Ref: 'Names' }] }, SIZE: { Ref: 'Stored' } },
          },
        }),
      },
    });
    expect(model.functions[0]?.environment).toEqual({ SECOND: 'b', SIZE: 'large' });
  });

  test('without a value are reported with the resource that needs them', () => {
    const model = stackModel({
      Parameters: { Missing: { Type: 'String' } },
      Resources: { Handler: inlineFunction({ Environment: { Variables: { A: { Ref: 'Missing' } } } }) },
    });
    expect(model.unsupported).toEqual([
      {
        stack: 'Stack',
        logicalId: 'Handler',
        type: 'AWS::Lambda::Function',
        reason: 'It uses the parameter Missing, which has no default.',
      },
    ]);
  });
});

test('what a stage is served without is listed', () => {
  const stage = (properties: object) => ({
    Type: 'AWS::ApiGateway::Stage',
    Properties: { StageName: 'dev', ...properties },
  });
  const model = stackModel({
    Resources: {
      Plain: stage({ CacheClusterEnabled: false }),
      Cached: stage({ CacheClusterEnabled: true }),
      Canary: stage({ CanarySetting: { PercentTraffic: 10 } }),
    },
  });
  expect(model.unsupported.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
    ['Cached', 'Responses are not cached locally; each request reaches its integration.'],
    ['Canary', 'Canary deployments are not served locally; each request gets the stage itself.'],
  ]);
});

test('resources whose condition does not hold are not there', () => {
  const model = stackModel({
    Conditions: { Big: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'mars-1'] } },
    Resources: {
      A: { Type: 'AWS::SQS::Queue', Condition: 'Big' },
      B: { Type: 'AWS::SQS::Queue' },
    },
  });
  expect(model.queues.map(({ logicalId }) => logicalId)).toEqual(['B']);
});

test('each type is served, needless locally, or listed once with a reason', () => {
  const model = stackModel({
    Resources: {
      Role: { Type: 'AWS::IAM::Role' },
      Log: { Type: 'AWS::Logs::LogGroup' },
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
      Acl: { Type: 'AWS::WAFv2::WebACL' },
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      Spec: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Key: 'spec.json' } } },
      New: { Type: 'AWS::Novel::Thing' },
      Told: { Type: 'AWS::SQS::Queue', Metadata: { 'jobgate:not-local': 'It waits for a network.' } },
    },
  });
  expect(model.unsupported.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
    ['Alarm', 'Alarms are not raised locally.'],
    ['Acl', 'Web ACLs are not applied locally; requests that the firewall would block are served.'],
    ['Machine', 'State machines are not run locally.'],
    ['New', 'Resources of type AWS::Novel::Thing have no local counterpart.'],
    ['Told', 'It waits for a network.'],
    ['Spec', expect.stringContaining('Its OpenAPI document is not part of the assembly')],
  ]);
  expect(model.queues).toEqual([]);
});

test('ids are the same in every run and fit their kind', () => {
  const template = {
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'n' } },
      Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      Bucket: { Type: 'AWS::S3::Bucket' },
    },
  };
  const [first, second] = [stackModel(template), stackModel(template)];
  expect(second).toEqual(first);
  expect(first.apis[0]?.id).toMatch(/^[a-z0-9]{10}$/);
  expect(first.apiKeys[0]?.value).toBe(`value-of-${first.apiKeys[0]?.id}`);
  expect(first.queues[0]?.name).toBe('Stack-Queue.fifo');
  expect(first.buckets[0]?.name).toBe('stack-bucket');
});

test('a folder without a manifest is refused with what to give instead', () => {
  expect(() => loadModel('/nowhere/at/all', { endpoints: { queues: '' }, apiKeyValue: id => id })).toThrow(
    /is not a cloud assembly: it holds no manifest\.json\. Give the folder that `cdk synth` wrote/,
  );
});
