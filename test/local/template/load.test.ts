import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../../../local/template/load';
import { assemblyFolder, inlineFunction, modelOf, stackModel } from './assembly-folder';

describe('across stacks', () => {
  test('an import gets the value of the export, with the pseudo parameters of its own stack', () => {
    const model = modelOf({
      Data: {
        environment: 'aws://111122223333/eu-central-1',
        template: {
          Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } } },
          Outputs: {
            Arn: {
              Value: { 'Fn::GetAtt': ['Table', 'Arn'] },
              Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Arn' } },
            },
          },
        },
      },
      Api: {
        template: {
          Resources: {
            Handler: inlineFunction({
              Environment: {
                Variables: {
                  TABLE: { 'Fn::ImportValue': 'Data:Arn' },
                  WHERE: { 'Fn::Join': ['/', [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }]] },
                },
              },
            }),
          },
        },
      },
    });
    expect(model.functions[0]?.environment).toEqual({
      TABLE: 'arn:aws:dynamodb:eu-central-1:111122223333:table/Data-Table',
      WHERE: '000000000000/us-east-1',
    });
  });

  test('a nested stack gets parameters and gives outputs, also to its siblings', () => {
    const nested = (path: string, parameters: object = {}) => ({
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'https://s3', Parameters: parameters },
      Metadata: { 'aws:asset:path': path },
    });
    const model = modelOf(
      {
        Parent: {
          template: {
            Resources: {
              First: nested('first.json', { Suffix: 'x' }),
              Second: nested('second.json', { From: { 'Fn::GetAtt': ['First', 'Outputs.Name'] } }),
            },
          },
        },
      },
      {
        'first.json': JSON.stringify({
          Parameters: { Suffix: { Type: 'String' } },
          Resources: {
            Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'queue-${Suffix}' } } },
          },
          Outputs: { Name: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
        }),
        'second.json': JSON.stringify({
          Parameters: { From: { Type: 'String' } },
          Resources: { Handler: inlineFunction({ Environment: { Variables: { QUEUE: { Ref: 'From' } } } }) },
        }),
      },
    );
    expect(model.functions[0]?.environment['QUEUE']).toBe('queue-x');
    expect(model.unsupported).toEqual([]);
  });

  test('a nested stack without metadata is found by the hash in its address', () => {
    const address = ['https://s3.', { Ref: 'AWS::Region' }, '/bucket/0123abc.json'];
    const model = modelOf(
      {
        Parent: {
          template: {
            Resources: {
              Child: {
                Type: 'AWS::CloudFormation::Stack',
                Properties: { TemplateURL: { 'Fn::Join': ['', address] } },
              },
            },
          },
          assets: { files: { '0123abc': { source: { path: 'child.json' }, destinations: {} } } },
        },
      },
      { 'child.json': JSON.stringify({ Resources: { Handler: inlineFunction() } }) },
    );
    expect(model.functions.map(({ logicalId }) => logicalId)).toEqual(['Handler']);
    expect(model.unsupported).toEqual([]);
  });

  test('values that CDK carries to another region arrive', () => {
    const model = modelOf({
      Sender: {
        template: {
          Resources: {
            Writer: {
              Type: 'Custom::CrossRegionExportWriter',
              Properties: { WriterProps: { exports: { '/cdk/exports/arn': { Ref: 'AWS::StackName' } } } },
            },
          },
        },
      },
      Receiver: {
        template: {
          Resources: {
            Reader: { Type: 'Custom::CrossRegionExportReader', Properties: {} },
            Handler: inlineFunction({
              Environment: { Variables: { A: { 'Fn::GetAtt': ['Reader', '/cdk/exports/arn'] } } },
            }),
          },
        },
      },
    });
    expect(model.functions[0]?.environment['A']).toBe('Sender');
  });

  test('stacks of a CDK stage in a nested assembly are found', () => {
    const outer = assemblyFolder({ Outer: { template: { Resources: {} } } });
    const inner = assemblyFolder({ Inner: { template: { Resources: { Q: { Type: 'AWS::SQS::Queue' } } } } });
    mkdirSync(join(outer, 'sub'), { recursive: true });
    const { cpSync, readFileSync, writeFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
    cpSync(inner, join(outer, 'sub'), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(outer, 'manifest.json'), 'utf8'));
    manifest.artifacts.sub = { type: 'cdk:cloud-assembly', properties: { directoryName: 'sub' } };
    writeFileSync(join(outer, 'manifest.json'), JSON.stringify(manifest));
    const model = loadModel(outer, { endpoints: { queues: 'http://q' }, apiKeyValue: id => id });
    expect(model.queues.map(({ name }) => name)).toEqual(['Inner-Q']);
  });
});

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
