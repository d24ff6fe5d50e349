import type { FactRequest } from './fact';
import { send } from './send';
import { startLocalTarget, type Target } from './target';

const ALLOW_ALL = {
  principalId: 'caller',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }],
  },
};

describe('the answers of Lambda authorizers are kept as API Gateway keeps them', () => {
  let target: Target;

  beforeAll(async () => {
    target = await startLocalTarget({ areas: ['authorizers'] });
  }, 60_000);

  afterAll(() => target.close());

  /** How often the authorizer had been asked when it gave the answer that this request used. */
  async function asked(
    fixture: string,
    request: Partial<FactRequest> & { path: string },
    id: string,
  ): Promise<string> {
    const authorizer = { answer: { ...ALLOW_ALL, context: { calls: '$calls', id } } };
    const response = await send(target, fixture, { method: 'GET', authorizer, ...request });
    return JSON.parse(response.body.toString()).requestContext.authorizer.calls;
  }

  test('a second request with the token is not asked about', async () => {
    const first = await asked('token-cached', { path: '/test/a' }, 'kept');
    expect(await asked('token-cached', { path: '/test/a' }, 'kept')).toBe(first);
    expect(await asked('token-cached', { path: '/test/b' }, 'kept')).toBe(first);
  });

  test('another token is asked about', async () => {
    const first = await asked('token-cached', { path: '/test/a' }, 'one');
    expect(await asked('token-cached', { path: '/test/a' }, 'another')).not.toBe(first);
  });

  test('when its time is over an answer is asked for again', async () => {
    const first = await asked('token-cached', { path: '/test/a' }, 'old');
    target.advance(299_000);
    expect(await asked('token-cached', { path: '/test/a' }, 'old')).toBe(first);
    target.advance(2_000);
    expect(await asked('token-cached', { path: '/test/a' }, 'old')).not.toBe(first);
  });

  test('without a time to live every request is asked about', async () => {
    const first = await asked('token', { path: '/test/demo' }, 'never kept');
    expect(await asked('token', { path: '/test/demo' }, 'never kept')).not.toBe(first);
  });

  test('of several identity sources each belongs to the key', async () => {
    const request = (h: string, q: string) => ({ path: `/prod/x?q=${q}`, headers: { h } });
    const first = await asked('request-two-sources', request('1', '1'), 'same');
    expect(await asked('request-two-sources', request('1', '1'), 'same')).toBe(first);
    expect(await asked('request-two-sources', request('2', '1'), 'same')).not.toBe(first);
    expect(await asked('request-two-sources', request('1', '2'), 'same')).not.toBe(first);
  });
});
