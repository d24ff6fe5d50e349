import { checkApis } from '../../../local/gateway/check-apis';
import type { RestApiModel } from '../../../local/template/model';
import { appModel, integrationModel, method, mockIntegration, restApi } from './served';

const check = (...apis: RestApiModel[]) => checkApis(appModel(apis));

describe('an app that API Gateway would refuse', () => {
  test('has two variable children of one resource', () => {
    const api = restApi([
      method('GET', '/jobs/{id}'),
      method('GET', '/jobs/{name}/log'),
      method('GET', '/{proxy+}'),
    ]);
    expect(() => check(api)).toThrow(
      'api (Api): /jobs has the children {id} and {name}. A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    );
  });

  test('has a timeout that is too short, or too long at the edge', () => {
    const of = (timeoutMilliseconds: number) => [
      method('GET', '/a', { integration: integrationModel({ timeoutMilliseconds }) }),
    ];
    expect(() => check(restApi(of(49)))).toThrow(
      'GET /a has the integration timeout 49 ms; allowed is at least 50.',
    );
    expect(() => check(restApi(of(60_000)))).not.toThrow();
    expect(() => check(restApi(of(29_001), { endpointType: 'EDGE' }))).toThrow('allowed is 50 to 29000');
  });

  test('has a minimum compression size that is none', () => {
    expect(() => check(restApi([], { minimumCompressionSize: 10_485_761 }))).toThrow(
      /must be between 0 and 10485760/,
    );
    expect(() => check(restApi([], { minimumCompressionSize: 10_485_760 }))).not.toThrow();
  });

  test('is told all that is wrong at once', () => {
    const bad = method('GET', '/a', { integration: mockIntegration({ timeoutMilliseconds: 0 }) });
    expect(() =>
      check(restApi([bad], { minimumCompressionSize: -1 }), restApi([bad], { name: 'second' })),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^API Gateway would refuse this app:(\n {2}.+){3}$/),
      }),
    );
  });
});

test('variable siblings of different parents are no problem', () => {
  expect(() =>
    check(restApi([method('GET', '/a/{x}'), method('GET', '/b/{y}'), method('PUT', '/a/{x}')])),
  ).not.toThrow();
});
