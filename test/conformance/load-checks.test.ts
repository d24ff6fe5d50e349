import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Size, Stack } from 'aws-cdk-lib';
import {
  CfnApiKey,
  type CfnMethod,
  type CfnRestApi,
  EndpointType,
  HttpIntegration,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { startLocal } from '../../local/start';
import { fixtureApi, servedBy } from './fixtures/parts';

describe('what API Gateway refuses to create is not served either', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobgate-load-checks-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The error of starting an app, or what was served when there was none. */
  async function start(define: (stack: Stack) => void): Promise<string> {
    const app = new App({
      outdir: folder,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    define(new Stack(app, 'load-checks'));
    app.synth();
    try {
      const run = await startLocal({ assembly: folder, port: 0 });
      await run.close();
      return `served ${run.apis.map(({ name }) => name)}`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  test('b-mgmt-second-variable-sibling', async () => {
    const message = await start(stack => {
      const api = fixtureApi(stack, 'siblings');
      api.root.addResource('{proxy+}').addMethod('GET', servedBy('greedy'));
      api.root.addResource('{param}').addMethod('GET', servedBy('parameter'));
    });
    expect(message).toContain(
      'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed',
    );
  });

  test('j-timeout-range', async () => {
    const message = await start(stack => {
      waiting(fixtureApi(stack, 'timeouts'), 49);
    });
    expect(message).toMatch(/timeout 49 ms; allowed is 50 to 29000/);
  });

  test('a regional API may wait longer than 29 seconds, as its quota can be raised', async () => {
    const message = await start(stack => {
      waiting(fixtureApi(stack, 'regional', { endpointTypes: [EndpointType.REGIONAL] }), 60_000);
    });
    expect(message).toBe('served regional');
  });

  test.each([
    ['m-name-too-long', { name: 'n'.repeat(1025) }, 'Invalid API Key name, can be at most 1024 characters.'],
    ['m-value-too-long', { value: 'v'.repeat(129) }, 'API Key value exceeds maximum size of 128 characters'],
  ])('%s', async (_, key, message) => {
    expect(await start(stack => void new CfnApiKey(stack, 'key', key))).toContain(message);
  });

  test('a path parameter that an integration maps has to be declared', async () => {
    const message = await start(stack => {
      const proxy = fixtureApi(stack, 'undeclared').root.addResource('{proxy+}');
      proxy.addMethod(
        'ANY',
        new HttpIntegration('https://upstream.example/{proxy}', {
          options: { requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } },
        }),
      );
    });
    expect(message).toContain('Invalid mapping expression parameter specified: method.request.path.proxy');
  });

  test('l-mgmt-size-10485761', async () => {
    const message = await start(stack => {
      const api = fixtureApi(stack, 'compression', { minCompressionSize: Size.bytes(0) });
      api.root.addMethod('GET', servedBy('compressed'));
      (api.node.defaultChild as CfnRestApi).minimumCompressionSize = 10_485_761;
    });
    expect(message).toContain('Invalid minimum compression size, must be between 0 and 10485760');
  });
});

/** Gives a method a timeout that the CDK's own checks would not let through. */
function waiting(api: RestApi, milliseconds: number): void {
  const method = api.root.addMethod('GET', servedBy('waiting'));
  (method.node.defaultChild as CfnMethod).addPropertyOverride('Integration.TimeoutInMillis', milliseconds);
}
