import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../../../local/template/load';
import { assemblyFolder, inlineFunction, modelOf } from './assembly-folder';

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
