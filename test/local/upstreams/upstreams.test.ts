import type { FunctionModel } from '../../../local/template/model';
import type { VpcLinkModel } from '../../../local/template/rest-api-model';
import { bindUpstreams } from '../../../local/upstreams/environment';
import { startSampleUpstream } from '../../../local/upstreams/sample';
import { startUpstreams, type Upstreams } from '../../../local/upstreams/start';

const link = (id: string, upstream?: string): VpcLinkModel => ({
  id,
  logicalId: `Logical${id}`,
  name: id,
  targetHosts: [`${id}.elb.us-east-1.amazonaws.com`],
  ...(upstream && { upstream }),
});
const running: Upstreams[] = [];
const start = async (...args: Parameters<typeof startUpstreams>) => {
  const upstreams = await startUpstreams(...args);
  running.push(upstreams);
  return upstreams;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

describe('binding VPC links', () => {
  test('links that name the sample share one, which answers', async () => {
    const { byLink } = await start([
      link('a', 'sample'),
      link('b', 'sample'),
      link('c', 'http://127.0.0.1:9'),
    ]);
    expect(byLink.a).toBe(byLink.b);
    expect(byLink.c).toBe('http://127.0.0.1:9');
    const answer = await fetch(`${byLink.a}/path/x?y=1`, {
      method: 'POST',
      headers: { 'x-test': 'yes' },
      body: 'text',
    });
    expect(await answer.json()).toMatchObject({
      method: 'POST',
      path: '/path/x?y=1',
      headers: { 'x-test': 'yes' },
      body: 'text',
      bytes: 4,
    });
  });

  test('a link without an upstream stays unbound', async () => {
    expect((await start([link('a')])).byLink).toEqual({});
  });

  test('what is given wins, by id, by logical id, and by the name of a host', async () => {
    const given = {
      a: 'http://127.0.0.1:1',
      Logicalb: 'http://127.0.0.1:2',
      'crm.example': 'http://127.0.0.1:3',
    };
    const { byLink } = await start([link('a', 'sample'), link('b', 'sample')], given);
    expect(byLink).toMatchObject({
      a: 'http://127.0.0.1:1',
      b: 'http://127.0.0.1:2',
      'crm.example': 'http://127.0.0.1:3',
    });
  });
});

describe('environments of functions', () => {
  const bound = (value: string) => {
    const fn = {
      logicalId: 'Worker',
      environment: { BACKENDS: value, OTHER: 'kept' },
    } as unknown as FunctionModel;
    return bindUpstreams([fn], [link('a'), link('ab')], { a: 'http://127.0.0.1:8001' })[0]!.environment;
  };

  test('name the upstream in place of the load balancer, port and scheme included', () => {
    const value =
      '{"x":{"url":"https://crm.example/app","connectTo":"https://a.elb.us-east-1.amazonaws.com:8443"}}';
    expect(bound(value)).toEqual({
      BACKENDS: '{"x":{"url":"https://crm.example/app","connectTo":"http://127.0.0.1:8001"}}',
      OTHER: 'kept',
    });
  });

  test.each([
    'http://a.elb.us-east-1.amazonaws.com.evil.example',
    'http://ab.elb.us-east-1.amazonaws.com',
    'http://xa.elb.us-east-1.amazonaws.com',
  ])('leave %s alone', value => {
    expect(bound(value)['BACKENDS']).toBe(value);
  });
});

describe('the sample upstream', () => {
  let sample: Awaited<ReturnType<typeof startSampleUpstream>>;
  beforeAll(async () => {
    sample = await startSampleUpstream();
  });
  afterAll(() => sample.close());

  test('answers with the status that the path names', async () => {
    expect((await fetch(`${sample.url}/app/status/418`)).status).toBe(418);
  });

  test('answers bodies of any size, with and without their length', async () => {
    const large = await fetch(`${sample.url}/large?bytes=1000001`);
    expect(large.headers.get('content-length')).toBe('1000001');
    expect((await large.arrayBuffer()).byteLength).toBe(1_000_001);
    const stream = await fetch(`${sample.url}/stream?bytes=1000001`);
    expect(stream.headers.get('content-length')).toBeNull();
    expect((await stream.arrayBuffer()).byteLength).toBe(1_000_001);
  });

  test('can be late, redirect, and break off', async () => {
    await expect(
      fetch(`${sample.url}/slow?seconds=60`, { signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow();
    expect((await fetch(`${sample.url}/redirect`, { redirect: 'manual' })).headers.get('location')).toMatch(
      /^https:/,
    );
    await expect(fetch(`${sample.url}/close`)).rejects.toThrow();
  });
});
