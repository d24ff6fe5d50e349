import { type Answer, type Call, probe } from '../../../../lambda/core/private/probe';

const settings = { url: 'https://vpce.example/dev', paths: ['/orders/health'] };
const answered = (answer: Partial<Answer>) => async () => ({
  status: 200,
  headers: {},
  body: 'ok',
  ...answer,
});
const only = async (answer: Partial<Answer>) =>
  (await probe(settings, answered(answer), () => 0)).findings[0]!;

test('a path that answers is reached, and the report says how fast', async () => {
  const times = [1000, 1042];
  const report = await probe(settings, answered({}), () => times.shift() ?? 0);
  expect(report).toEqual({
    url: 'https://vpce.example/dev',
    reached: true,
    findings: [{ path: '/orders/health', reached: true, status: 200, milliseconds: 42, body: 'ok' }],
  });
});

test('the API is named in a header where the host is the endpoint’s own', async () => {
  const called: unknown[] = [];
  const call: Call = async (...args) => {
    called.push(args);
    return { status: 200, headers: {}, body: '' };
  };
  await probe({ ...settings, apiId: 'a1b2c3d4e5' }, call, () => 0);
  expect(called).toEqual([['https://vpce.example/dev/orders/health', { 'x-apigw-api-id': 'a1b2c3d4e5' }]]);
});

test('an error of the back end itself is an answer: it was reached', async () => {
  expect(await only({ status: 404, body: 'no such order' })).toMatchObject({ reached: true, status: 404 });
});

test.each([
  [
    403,
    'AccessDeniedException',
    'User: anonymous is not authorized to perform: execute-api:Invoke on resource',
    /api\.callers/,
  ],
  [403, 'MissingAuthenticationTokenException', '{"message":"Missing Authentication Token"}', /no such path/],
  [403, 'ForbiddenException', '{"message":"Forbidden"}', /x-apigw-api-id/],
  [504, 'InternalServerErrorException', '{"message":"Endpoint request timed out"}', /healthy target/],
  [500, 'InternalServerErrorException', '{"message":"Internal server error"}', /VPC link/],
])('%i of API Gateway (%s) is told with its usual cause', async (status, type, body, hint) => {
  const finding = await only({ status, body, headers: { 'x-amzn-errortype': type } });
  expect(finding).toMatchObject({ reached: false, status, hint: expect.stringMatching(hint) });
});

test('no answer at all is a finding with its reason, and the other paths are still tried', async () => {
  const call = async (url: string) => {
    if (url.endsWith('/down'))
      throw new Error('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND vpce.example') });
    return { status: 200, headers: {}, body: '' };
  };
  const { reached, findings } = await probe({ ...settings, paths: ['/down', '/up'] }, call, () => 0);
  expect(reached).toBe(false);
  expect(findings).toMatchObject([
    {
      reached: false,
      error: 'fetch failed: getaddrinfo ENOTFOUND vpce.example',
      hint: expect.stringContaining('resolves'),
    },
    { reached: true },
  ]);
});

test('a long answer is cut', async () => {
  expect(await only({ body: 'x'.repeat(10_000) })).toMatchObject({ body: 'x'.repeat(500) });
});
