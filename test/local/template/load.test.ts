import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../../../local/template/load';
import { assemblyFolder, modelOf, stackModel } from './assembly-folder';

const inlineFunction = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = 1' },
    ...properties,
  },
});

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

describe('functions', () => {
  test('are found by asset hash, image command, or the image’s own CMD', () => {
    const assets = {
      files: { abc: { source: { path: 'asset.abc' }, destinations: { d: { objectKey: 'abc.zip' } } } },
      dockerImages: { def: { source: { directory: 'asset.def' }, destinations: { d: { imageTag: 'def' } } } },
    };
    const image = (command?: string[]) => ({
      Type: 'AWS::Lambda::Function',
      Properties: {
        PackageType: 'Image',
        Code: { ImageUri: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr/assets:def' } },
        ...(command ? { ImageConfig: { Command: command } } : {}),
      },
    });
    const template = {
      Resources: {
        Zip: inlineFunction({
          Code: { S3Bucket: 'b', S3Key: 'abc.zip' },
          Handler: 'src/main.handler',
          Timeout: 7,
        }),
        Image: image(['worker.handler']),
        Plain: image(),
      },
    };
    const model = modelOf(
      { Stack: { template, assets } },
      {
        'asset.abc/src/main.js': '',
        'asset.def/Dockerfile': 'FROM x\nCMD ["old.handler"]\nCMD [ "api.handler" ]\n',
      },
    );
    expect(model.functions.map(({ handler, timeoutSeconds }) => [handler, timeoutSeconds])).toEqual([
      ['src/main.handler', 7],
      ['worker.handler', 3],
      ['api.handler', 3],
    ]);
    const [zip, built] = model.functions.map(({ code }) => ('directory' in code ? code.directory : ''));
    expect([zip?.endsWith('asset.abc'), built?.endsWith('asset.def')]).toEqual([true, true]);
  });

  test('of other runtimes are listed with the reason, and what depends on them too', () => {
    const model = stackModel({
      Resources: {
        Py: {
          Type: 'AWS::Lambda::Function',
          Properties: { Runtime: 'python3.13', Handler: 'a.b', Code: { ZipFile: 'x' } },
        },
        Queue: { Type: 'AWS::SQS::Queue' },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: { Ref: 'Py' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
        },
      },
    });
    expect(model.unsupported.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
      ['Py', 'Its runtime is python3.13; a local run executes Node.js functions only.'],
      ['Mapping', 'Its function is not served locally.'],
    ]);
  });

  test('carry limits, permissions, destinations and their reserved concurrency', () => {
    const model = stackModel({
      Resources: {
        Done: { Type: 'AWS::SQS::Queue' },
        Handler: inlineFunction({ ReservedConcurrentExecutions: '2', TracingConfig: { Mode: 'Active' } }),
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] },
            Principal: 'apigateway.amazonaws.com',
            SourceArn: 'arn:aws:execute-api:*',
          },
        },
        Async: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: { Ref: 'Handler' },
            Qualifier: '$LATEST',
            MaximumRetryAttempts: 0,
            DestinationConfig: { OnSuccess: { Destination: { 'Fn::GetAtt': ['Done', 'Arn'] } } },
          },
        },
      },
    });
    expect(model.functions[0]).toMatchObject({
      reservedConcurrency: 2,
      tracing: 'Active',
      invokePermissions: [{ principal: 'apigateway.amazonaws.com', sourceArn: 'arn:aws:execute-api:*' }],
      asynchronous: { maximumRetries: 0, onSuccessArn: model.queues[0]?.arn },
    });
  });
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
      Spec: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { openapi: '3.0.1' } } },
      New: { Type: 'AWS::Novel::Thing' },
      Told: { Type: 'AWS::SQS::Queue', Metadata: { 'jobgate:not-local': 'It waits for a network.' } },
    },
  });
  expect(model.unsupported.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
    ['Acl', 'Web ACLs are not applied locally; requests that the firewall would block are served.'],
    ['Machine', 'State machines are not run locally.'],
    ['New', 'Resources of type AWS::Novel::Thing have no local counterpart.'],
    ['Told', 'It waits for a network.'],
    ['Spec', expect.stringContaining('Its methods stand in an OpenAPI document')],
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
