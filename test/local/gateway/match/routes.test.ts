import fc from 'fast-check';
import { compileRoutes } from '../../../../local/gateway/match/routes';
import { methodModel } from '../fixtures';

type Resource = readonly [httpMethod: string, path: string];

function routes(...resources: readonly Resource[]) {
  const match = compileRoutes(
    resources.map(([httpMethod, path]) => methodModel({ httpMethod, path })),
    ({ httpMethod, path }) => `${httpMethod} ${path}`,
  );
  return (httpMethod: string, path: string) => match(httpMethod, path);
}

describe('routes', () => {
  test('a literal comes before a parameter, and a parameter before a greedy one', () => {
    const match = routes(['GET', '/jobs/{id}'], ['GET', '/jobs/latest'], ['GET', '/{proxy+}']);
    expect(match('GET', '/jobs/latest')?.target).toBe('GET /jobs/latest');
    expect(match('GET', '/jobs/7')).toEqual({ target: 'GET /jobs/{id}', pathParameters: { id: '7' } });
    expect(match('GET', '/jobs/7/log')).toEqual({
      target: 'GET /{proxy+}',
      pathParameters: { proxy: 'jobs/7/log' },
    });
  });

  test('a resource without the method does not shadow a less specific one that has it', () => {
    const match = routes(['POST', '/test'], ['ANY', '/test/any'], ['OPTIONS', '/{proxy+}']);
    expect(match('POST', '/test')?.target).toBe('POST /test');
    expect(match('OPTIONS', '/test')?.target).toBe('OPTIONS /{proxy+}');
    expect(match('OPTIONS', '/test/any')?.target).toBe('ANY /test/any');
  });

  test('a literal way that ends nowhere is left for the greedy sibling of its beginning', () => {
    const match = routes(['GET', '/a/b/c'], ['GET', '/a/{x}/d'], ['GET', '/{proxy+}']);
    expect(match('GET', '/a/b/d')).toEqual({ target: 'GET /a/{x}/d', pathParameters: { x: 'b' } });
    expect(match('GET', '/a/b/e')).toEqual({ target: 'GET /{proxy+}', pathParameters: { proxy: 'a/b/e' } });
  });

  test('HEAD is not GET, and ANY stands for seven methods', () => {
    const match = routes(['GET', '/a'], ['ANY', '/b']);
    expect(match('HEAD', '/a')).toBeUndefined();
    expect(match('HEAD', '/b')?.target).toBe('ANY /b');
    expect(match('TRACE', '/b')).toBeUndefined();
  });

  test('slashes at either end do not count, those within a greedy value do', () => {
    const match = routes(['GET', '/'], ['GET', '/{proxy+}']);
    expect(match('GET', '//')?.target).toBe('GET /');
    expect(match('GET', '//a//b/')?.pathParameters).toEqual({ proxy: 'a//b' });
  });

  test('a greedy parameter takes at least one segment', () => {
    expect(routes(['ANY', '/{proxy+}'])('GET', '/')).toBeUndefined();
  });

  test('values stay encoded, and names of the prototype chain are names', () => {
    const match = routes(['GET', '/{__proto__}'], ['GET', '/constructor/x']);
    expect(match('GET', '/a%2Fb')?.pathParameters).toEqual(Object.fromEntries([['__proto__', 'a%2Fb']]));
    expect(match('GET', '/constructor/x')?.target).toBe('GET /constructor/x');
    expect(match('GET', '/toString/x')).toBeUndefined();
  });

  test('finds what a search of all resources finds', () => {
    const segment = fc.constantFrom('a', 'b', 'c');
    const part = fc.oneof(segment, fc.constant('{x}'));
    const path = fc
      .tuple(fc.array(part, { maxLength: 4 }), fc.boolean())
      .map(([parts, greedy]) => `/${[...parts, ...(greedy ? ['{p+}'] : [])].join('/')}`);
    const resource = fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), path);
    const requested = fc.array(segment, { maxLength: 5 }).map(parts => `/${parts.join('/')}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(resource, { selector: ([verb, where]) => `${verb} ${where}`, maxLength: 12 }),
        fc.constantFrom('GET', 'POST', 'PUT'),
        requested,
        (resources, verb, where) => {
          expect(routes(...resources)(verb, where)?.target).toBe(search(resources, verb, where));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** Of all resources that fit, the one whose first segment that differs is the more specific; the exact method first. */
function search(resources: readonly Resource[], verb: string, where: string): string | undefined {
  const rank = (part: string) => (part.endsWith('+}') ? 2 : part.startsWith('{') ? 1 : 0);
  const ranks = ([httpMethod, path]: Resource) =>
    [...path.split('/').filter(Boolean).map(rank), httpMethod === 'ANY' ? 1 : 0].join('');
  return resources
    .filter(([httpMethod, path]) => (httpMethod === verb || httpMethod === 'ANY') && fits(path, where))
    .sort((one, other) => (ranks(one) < ranks(other) ? -1 : 1))
    .map(resource => resource.join(' '))[0];
}

function fits(path: string, where: string): boolean {
  const pattern = path
    .split('/')
    .filter(Boolean)
    .map(part => (part.endsWith('+}') ? '/.+' : part.startsWith('{') ? '/[^/]+' : `/${part}`))
    .join('');
  return new RegExp(`^${pattern}$`).test(where === '/' ? '' : where);
}
