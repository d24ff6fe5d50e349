import type { GatewayRequest } from '../../../../local/gateway/exchange';
import { isRefusal } from '../../../../local/gateway/exchange';
import { compileAddresses } from '../../../../local/gateway/match/address';
import type { DomainModel } from '../../../../local/template/rest-api-model';
import { stageModel } from '../fixtures';
import { appModel, restApi } from '../served';

const api = restApi([], { stages: [stageModel(), stageModel({ name: 'prod' })] });
const other = restApi([], { id: 'other00000', name: 'other' });

function locate(
  path: string,
  host = '127.0.0.1:3000',
  options: { domains?: DomainModel[]; request?: Partial<GatewayRequest>; disabled?: boolean } = {},
) {
  const first = options.disabled ? { ...api, executeApiEndpointDisabled: true } : api;
  const find = compileAddresses(appModel([first, other], { domains: options.domains ?? [] }));
  const found = find(
    {
      method: 'GET',
      path,
      query: '',
      headers: [['Host', host]],
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
      protocol: 'HTTP/1.1',
      receivedAt: 0,
      ...options.request,
    },
    first,
  );
  if (isRefusal(found)) return found.errorType;
  return {
    api: found.api.name,
    stage: found.stage.name,
    resource: found.resourcePath,
    event: found.eventPath,
    context: found.contextPath,
    ...(found.basePath ? { base: found.basePath } : {}),
  };
}

describe('the default endpoint', () => {
  test('takes the first segment for the stage', () => {
    expect(locate('/dev/jobs')).toEqual({
      api: 'api',
      stage: 'dev',
      resource: '/jobs',
      event: '/jobs',
      context: '/dev/jobs',
    });
    expect(locate('/prod')).toMatchObject({ stage: 'prod', resource: '/', event: '/', context: '/prod' });
  });

  test('does not mind slashes doubled before or after the stage', () => {
    expect(locate('//dev/jobs')).toMatchObject({ event: '/jobs', context: '/dev/jobs' });
    expect(locate('/dev//jobs')).toMatchObject({ event: '/jobs', context: '/dev//jobs' });
  });

  test.each(['/', '/DEV/jobs', '/unknown/jobs', '/toString'])('refuses %s, which names no stage', path => {
    expect(locate(path)).toBe('ForbiddenException');
  });

  test('refuses everything when it is disabled', () => {
    expect(locate('/dev/jobs', undefined, { disabled: true })).toBe('ForbiddenException');
  });

  test('leads to the API that the host names', () => {
    expect(locate('/dev/x', 'other00000.execute-api.us-east-1.amazonaws.com')).toMatchObject({
      api: 'other',
    });
    expect(locate('/dev/x', 'other00000-vpce-0123.execute-api.us-east-1.vpce.amazonaws.com')).toMatchObject({
      api: 'other',
    });
  });

  test('takes x-apigw-api-id from a VPC endpoint only', () => {
    const headers = [
      ['Host', 'vpce-1.execute-api.us-east-1.vpce.amazonaws.com'],
      ['x-apigw-api-id', 'other00000'],
    ] as const;
    expect(locate('/dev/x', '', { request: { headers, vpcEndpointId: 'vpce-1' } })).toMatchObject({
      api: 'other',
    });
    expect(locate('/dev/x', '', { request: { headers } })).toMatchObject({ api: 'api' });
  });
});

describe('a custom domain', () => {
  const domains: DomainModel[] = [
    {
      name: 'api.example.com',
      mappings: [
        { basePath: 'orders', apiId: api.id, stage: 'prod' },
        { basePath: 'orders/v2', apiId: other.id, stage: 'dev' },
        { basePath: 'any', apiId: api.id },
      ],
    },
    { name: 'root.example.com', mappings: [{ basePath: '(none)', apiId: api.id, stage: 'prod' }] },
    { name: '*.example.org', mappings: [{ basePath: '', apiId: api.id, stage: 'dev' }] },
  ];

  test('leads through the longest base path, which event and context keep', () => {
    expect(locate('/orders/7', 'api.example.com', { domains })).toEqual({
      api: 'api',
      stage: 'prod',
      resource: '/7',
      event: '/orders/7',
      context: '/orders/7',
      base: 'orders',
    });
    expect(locate('/orders/v2/7', 'API.example.com:3000', { domains })).toMatchObject({
      api: 'other',
      resource: '/7',
      base: 'orders/v2',
    });
  });

  test('matches base paths by whole segments', () => {
    expect(locate('/ordersX/7', 'api.example.com', { domains })).toBe('ForbiddenException');
    expect(locate('/orders', 'api.example.com', { domains })).toMatchObject({ resource: '/' });
  });

  test('takes the stage from the path where the mapping names none', () => {
    expect(locate('/any/dev/x', 'api.example.com', { domains })).toMatchObject({
      stage: 'dev',
      resource: '/x',
    });
    expect(locate('/any/x', 'api.example.com', { domains })).toBe('ForbiddenException');
  });

  test('without a base path has the API at its root', () => {
    expect(locate('/master', 'root.example.com', { domains })).toMatchObject({
      event: '/master',
      context: '/master',
      base: '(none)',
    });
  });

  test('may have a wildcard', () => {
    expect(locate('/x', 'tenant.example.org', { domains })).toMatchObject({ stage: 'dev', resource: '/x' });
  });
});
