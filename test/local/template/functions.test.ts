import { inlineFunction, modelOf, stackModel } from './assembly-folder';

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
        Compiled: image(['dist/elsewhere.handler']),
      },
    };
    const model = modelOf(
      { Stack: { template, assets } },
      {
        'asset.abc/src/main.js': '',
        'asset.def/Dockerfile': 'FROM x\nCMD ["old.handler"]\nCMD [ "api.handler" ]\n',
        'asset.def/worker.js': '',
        'asset.def/api.mjs': '',
        'asset.def/dist/elsewhere.py': '',
      },
    );
    expect(model.functions.map(({ handler, timeoutSeconds }) => [handler, timeoutSeconds])).toEqual([
      ['src/main.handler', 7],
      ['worker.handler', 3],
      ['api.handler', 3],
    ]);
    const [zip, built] = model.functions.map(({ code }) => ('directory' in code ? code.directory : ''));
    expect([zip?.endsWith('asset.abc'), built?.endsWith('asset.def')]).toEqual([true, true]);
    expect(model.unsupported.map(({ logicalId, reason }) => `${logicalId}: ${reason}`)).toEqual([
      expect.stringMatching(
        /^Compiled: Its image's handler dist\/elsewhere\.handler has no JavaScript file in /,
      ),
    ]);
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
