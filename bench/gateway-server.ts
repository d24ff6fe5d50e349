/** A server to measure, in a process of its own: `bare` node:http, or `local`, the gateway with a function behind it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { startLocal } from '../local/start';
import { HANDLER } from './gateway-handler';

const STARTERS: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  bare: startBare,
  local: startGateway,
};

function startBare(): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ path: request.url }));
  });
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hello`),
    ),
  );
}

async function startGateway(folder: string): Promise<string> {
  const assembly = join(folder, 'cdk.out');
  const app = new App({
    outdir: assembly,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new Stack(app, 'bench');
  const handler = new LambdaFunction(stack, 'hello', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline(HANDLER),
  });
  const api = new RestApi(stack, 'api', {
    cloudWatchRole: false,
    deployOptions: { stageName: 'dev', throttlingRateLimit: 1_000_000, throttlingBurstLimit: 1_000_000 },
  });
  api.root.addResource('hello').addMethod('GET', new LambdaIntegration(handler));
  app.synth();
  const local = await startLocal({ assembly, port: 0 });
  return `${local.apis[0]?.url}/hello`;
}

const [kind = '', folder = ''] = process.argv.slice(2);
STARTERS[kind]?.(folder).then(
  url => console.log(url),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
process.on('disconnect', () => process.exit());
