import { createSampler } from '../../../../local/gateway/trace/sampler';
import { beginFunctionSpan, gatewaySegment } from '../../../../local/gateway/trace/segments';
import { beginTrace } from '../../../../local/gateway/trace/trace';
import { readTraceHeader } from '../../../../local/gateway/trace/trace-header';
import { testClock } from '../fixtures';

const root = '1-3152b799-8954dae64eda91bc9a23a7e8';
const parent = '53995c3f42cd8ad8';
const clock = testClock('2026-11-21T12:00:00Z');
const begin = (incoming: string | undefined, active: boolean, decision = true) =>
  beginTrace(incoming, { active, clock, sampler: () => decision });

describe('the trace of a request', () => {
  test("goes on with the caller's root and names its own segment", () => {
    const trace = begin(`Root=${root}`, false);
    expect(trace).toMatchObject({ root, sampled: false, eventHeader: `Root=${root}` });
    expect(trace.header).toMatch(new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=0$`));
  });

  test('begins anew without one, with the time in it', () => {
    const { root: made, eventHeader } = begin(undefined, false);
    expect(made).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(Number.parseInt(made.slice(2, 10), 16)).toBe(clock.now() / 1000);
    expect(eventHeader).toBe(`Root=${made}`);
  });

  test('begins anew instead of a root that is none', () => {
    expect(begin('Root=../../etc;Sampled=1', true).root).toMatch(/^1-/);
  });

  test('passes a whole header on while the stage does not trace', () => {
    const header = `Root=${root};Parent=${parent};Sampled=1`;
    expect(begin(header, false)).toMatchObject({
      eventHeader: header,
      header,
      sampled: false,
      parentId: parent,
    });
    expect(begin(header, true).header).not.toContain(parent);
  });

  test.each([
    [undefined, true, true],
    [undefined, false, false],
    ['Sampled=1', false, true],
    ['Sampled=0', true, false],
    ['Sampled=?', true, true],
  ])('with %s and a sampler that says %p it is sampled: %p', (sampled, decision, expected) => {
    const trace = begin([`Root=${root}`, sampled].join(';'), true, decision);
    expect(trace.sampled).toBe(expected);
    expect(trace.eventHeader).toBe(trace.header);
    expect(trace.header).toContain(`;Sampled=${expected ? 1 : 0}`);
  });
});

test('the header is read in any case and order', () => {
  expect(readTraceHeader(` sampled=1; parent=${parent} ;Self=x;root=${root}`)).toEqual({
    root,
    parent,
    sampled: true,
  });
  expect(readTraceHeader(undefined)).toEqual({});
});

test('ids do not come twice', () => {
  const traces = Array.from({ length: 2000 }, () => begin(undefined, true));
  expect(new Set(traces.map(({ root: id }) => id)).size).toBe(2000);
  expect(new Set(traces.map(({ segmentId }) => segmentId)).size).toBe(2000);
});

test('the sampler takes the first of each second and a share of the others', () => {
  const time = testClock();
  const draws = [0.04, 0.05, 0.9];
  const sample = createSampler(time, () => draws.shift() ?? 1);
  expect([sample(), sample(), sample(), sample()]).toEqual([true, true, false, false]);
  time.pass(1000);
  expect([sample(), sample()]).toEqual([true, false]);
});

describe('segments', () => {
  const trace = begin(`Root=${root};Parent=${parent};Sampled=1`, true);
  const span = {
    trace,
    region: 'us-east-1',
    accountId: '000000000000',
    api: { id: 'api1234567', name: 'jobs' },
    stage: 'dev',
    ids: { requestId: 'r-1', extendedRequestId: 'e-1=' },
    request: { url: 'https://h/dev/jobs', method: 'GET', clientIp: '127.0.0.1' },
    response: { status: 200, length: 5 },
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_000_250,
  };

  test('of API Gateway names stage, request and what it called', () => {
    const integration = {
      name: 'Lambda',
      uri: 'https://lambda/x',
      method: 'POST',
      status: 200,
      latencyMilliseconds: 50,
    };
    expect(gatewaySegment({ ...span, integration })).toMatchObject({
      id: trace.segmentId,
      trace_id: root,
      parent_id: parent,
      name: 'jobs/dev',
      start_time: 1_700_000_000,
      end_time: 1_700_000_000.25,
      origin: 'AWS::ApiGateway::Stage',
      resource_arn: 'arn:aws:apigateway:us-east-1::/restapis/api1234567/stages/dev',
      http: {
        request: { url: 'https://h/dev/jobs', method: 'GET', client_ip: '127.0.0.1', x_forwarded_for: true },
        response: { status: 200, content_length: 5 },
      },
      annotations: { 'aws:api_id': 'api1234567', 'aws:api_stage': 'dev' },
      metadata: { default: { extended_request_id: 'e-1=', request_id: 'r-1' } },
      subsegments: [
        {
          name: 'Lambda',
          namespace: 'aws',
          start_time: 1_700_000_000.2,
          http: { response: { status: 200 } },
        },
      ],
    });
  });

  test.each([
    [200, {}],
    [404, { error: true }],
    [429, { error: true, throttle: true }],
    [502, { fault: true }],
  ])('with status %i are marked %j', (status, expected) => {
    const { error, throttle, fault } = gatewaySegment({ ...span, response: { status, length: 0 } });
    expect(JSON.parse(JSON.stringify({ error, throttle, fault }))).toEqual(expected);
  });

  test("of a function hang on Lambda's own, and what the function records on the function's", () => {
    const result = {
      name: 'worker',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
      requestId: 'l-1',
      startedAt: 1_700_000_000_000,
      endedAt: 1_700_000_000_100,
      failed: true,
    };
    const functionSpan = beginFunctionSpan(trace.header, () => '1-unused');
    const [service, own] = functionSpan.end(result);
    expect(service).toMatchObject({
      origin: 'AWS::Lambda',
      trace_id: root,
      parent_id: trace.segmentId,
      error: true,
    });
    expect(own).toMatchObject({ origin: 'AWS::Lambda::Function', parent_id: service?.id });
    expect(functionSpan.header).toBe(`Root=${root};Parent=${own?.id};Sampled=1`);
    expect(beginFunctionSpan(undefined, () => root).end({ ...result, throttled: true })).toMatchObject([
      { origin: 'AWS::Lambda', trace_id: root, throttle: true },
    ]);
  });

  test('of a function that decides itself are sampled when nobody decided before', () => {
    expect(
      beginFunctionSpan(
        `Root=${root}`,
        () => '1-unused',
        () => true,
      ).sampled,
    ).toBe(true);
    expect(
      beginFunctionSpan(
        `Root=${root};Sampled=0`,
        () => '1-unused',
        () => true,
      ).sampled,
    ).toBe(false);
    expect(beginFunctionSpan(undefined, () => root).sampled).toBe(false);
  });
});
