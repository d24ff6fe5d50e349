import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayOptions } from '../../../local/gateway/server';
import type { SegmentDocument } from '../../../local/gateway/trace/segments';
import type { Model } from '../../../local/template/model';
import type { StageModel } from '../../../local/template/rest-api-model';
import { stageModel } from './fixtures';
import { appModel, method, mockIntegration, restApi, serve } from './served';

const accessLog = {
  destinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
  format:
    '{"id":"$context.requestId","status":"$context.status","path":"$context.path","resource":"$context.resourcePath","key":"$context.identity.apiKeyId","integration":"$context.integration.status","error":"$context.error.responseType"}',
};
const key = {
  logicalId: 'Key',
  id: 'key1234567',
  name: 'free',
  value: 'a-key-of-more-than-20-characters',
  enabled: true,
  tags: {},
};
const plan = {
  logicalId: 'Plan',
  id: 'plan12',
  name: 'free',
  quota: { limit: 2, period: 'DAY' as const, offset: 0 },
  stages: [{ apiId: 'api1234567', stage: 'dev', throttle: {} }],
  keyIds: [key.id],
};

function app(stage: Partial<StageModel> = {}): Model {
  const methods = [
    method('GET', '/jobs', { apiKeyRequired: true }),
    method('GET', '/open', { integration: mockIntegration() }),
  ];
  return appModel([restApi(methods, { stages: [stageModel({ accessLog, ...stage })] })], {
    apiKeys: [key],
    usagePlans: [plan],
  });
}

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'gateway-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** Serves while `use` runs, and gives what it gave once everything is written. */
async function serving<T>(
  model: Model,
  options: Partial<GatewayOptions>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const gateway = await serve(model, options);
  try {
    return await use(gateway.apis[0]!.url);
  } finally {
    await gateway.close();
  }
}

const get = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).status;

describe('access logs', () => {
  test('have a line in the stage\u2019s format for every request that found the stage, on the console and in a file', async () => {
    const lines: string[] = [];
    const logDirectory = folder();
    await serving(app(), { logDirectory, accessLog: line => lines.push(line) }, async url => {
      expect(await get(`${url}/jobs`, { 'x-api-key': key.value })).toBe(200);
      expect(await get(`${url}/jobs`)).toBe(403);
      expect(await get(`${url}/none`)).toBe(403);
      expect(await get(url.replace('/dev', '/unknown'))).toBe(403);
    });
    const parsed = lines.map(line => JSON.parse(line) as Record<string, string>);
    expect(parsed).toMatchObject([
      { status: '200', path: '/dev/jobs', resource: '/jobs', key: key.id, integration: '200', error: '-' },
      {
        status: '403',
        path: '/dev/jobs',
        resource: '/jobs',
        key: '-',
        integration: '-',
        error: 'INVALID_API_KEY',
      },
      {
        status: '403',
        path: '/dev/none',
        resource: '-',
        key: '-',
        integration: '-',
        error: 'MISSING_AUTHENTICATION_TOKEN',
      },
    ]);
    const written = readFileSync(join(logDirectory, 'api1234567-dev.access.log'), 'utf8');
    expect(written.trimEnd().split('\n')).toEqual(lines);
  });
});

describe('execution logs', () => {
  test('tell at the stage\u2019s level what was sent and answered, and never a key', async () => {
    const logDirectory = folder();
    const methodSettings = [
      { resourcePath: '/*', httpMethod: '*', loggingLevel: 'INFO' as const, dataTraceEnabled: true },
    ];
    await serving(app({ methodSettings }), { logDirectory }, url =>
      get(`${url}/jobs`, { 'x-api-key': key.value }),
    );
    const log = readFileSync(join(logDirectory, 'API-Gateway-Execution-Logs_api1234567-dev.log'), 'utf8');
    expect(log).toContain('Starting execution for request');
    expect(log).toMatch(/Endpoint request body after transformations: \{"resource":"\/jobs"/);
    expect(log).toMatch(/Method completed with status: 200/);
    expect(log).not.toContain(key.value);
  });

  test('are not written where the stage asks for none', async () => {
    const logDirectory = folder();
    await serving(app({ accessLog: undefined }), { logDirectory }, url => get(`${url}/open`));
    expect(() => readFileSync(join(logDirectory, 'API-Gateway-Execution-Logs_api1234567-dev.log'))).toThrow(
      /ENOENT/,
    );
  });
});

describe('traces', () => {
  test('have a segment of a sampled request, with what it called', async () => {
    const segments: SegmentDocument[] = [];
    const traced = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    await serving(
      app({ tracingEnabled: true }),
      { recordSegment: document => segments.push(document) },
      async url => {
        await get(`${url}/jobs`, { 'x-api-key': key.value, 'X-Amzn-Trace-Id': traced });
        await get(`${url}/open`, { 'X-Amzn-Trace-Id': traced.replace('Sampled=1', 'Sampled=0') });
      },
    );
    expect(segments).toEqual([
      expect.objectContaining({
        trace_id: '1-5759e988-bd862e3fe1be46a994272793',
        name: 'api/dev',
        origin: 'AWS::ApiGateway::Stage',
        subsegments: [expect.objectContaining({ name: 'Lambda', namespace: 'aws' })],
      }),
    ]);
  });
});

describe('usage', () => {
  const call = (url: string) => get(`${url}/jobs`, { 'x-api-key': key.value });

  test('goes on when the model changes, and can be asked for', async () => {
    const gateway = await serve(app());
    try {
      const { url } = gateway.apis[0]!;
      expect(await call(url)).toBe(200);
      await gateway.replaceModel(app());
      expect(await call(url)).toBe(200);
      expect(await call(url)).toBe(429);
      expect(gateway.usage(plan.id, key.id)).toMatchObject({ used: 2, remaining: 0 });
      expect(gateway.usage(plan.id, 'other')).toBeUndefined();
    } finally {
      await gateway.close();
    }
  });

  test('survives the run with a data folder', async () => {
    const dataDirectory = folder();
    expect(await serving(app(), { dataDirectory }, call)).toBe(200);
    expect(await serving(app(), { dataDirectory }, async url => [await call(url), await call(url)])).toEqual([
      200, 429,
    ]);
  });
});
