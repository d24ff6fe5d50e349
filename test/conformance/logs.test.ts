import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactRequest } from './fact';
import type { LOGGED_VARIABLES } from './fixtures/logged';
import type { RawResponse } from './raw-http';
import { send } from './send';
import { startLocalTarget, type Target } from './target';
import { filled } from './try-fact';

type AccessLine = Readonly<Record<(typeof LOGGED_VARIABLES)[number], string>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('what a stage logs', () => {
  const logDirectory = mkdtempSync(join(tmpdir(), 'jobgate-logs-'));
  const lines: string[] = [];
  let target: Target;
  let over = false;

  beforeEach(() => {
    over = false;
  });

  // A test that ran into its time limit must not go on looking for ever: the process would never end.
  afterEach(() => {
    over = true;
  });

  beforeAll(async () => {
    target = await startLocalTarget({ areas: ['logged'], accessLog: line => lines.push(line), logDirectory });
  }, 60_000);

  afterAll(async () => {
    await target.close();
    rmSync(logDirectory, { recursive: true, force: true });
  });

  const request = (given: FactRequest) => send(target, 'logged', filled(given, target, 'logged'));

  /** The access log's line of an answer, which is written before the answer is sent. */
  function logged(response: RawResponse): AccessLine {
    const id = response.headers.find(([name]) => name.toLowerCase() === 'x-amzn-requestid')?.[1];
    const line = lines.find(one => id !== undefined && one.includes(id));
    if (!line) throw new Error(`Nothing is logged of the request ${id}, answered ${response.status}.`);
    return JSON.parse(line);
  }

  /** Everything in the log files, once it holds a text; given up when the test is. */
  async function files(text: string): Promise<string> {
    while (!over) {
      const names = readdirSync(logDirectory, { recursive: true, withFileTypes: true }).filter(entry =>
        entry.isFile(),
      );
      const all = names
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
        .join('\n');
      if (all.includes(text)) return all;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    throw new Error(`No log file ever held ${JSON.stringify(text)}.`);
  }

  test('a line of the access log has every variable of its format', async () => {
    const response = await request({
      method: 'POST',
      path: '/dev/open?q=1',
      headers: { 'User-Agent': 'test' },
      body: '{}',
    });
    expect(logged(response)).toMatchObject({
      accountId: '000000000000',
      stage: 'dev',
      requestId: expect.stringMatching(UUID),
      httpMethod: 'POST',
      resourcePath: '/open',
      path: '/dev/open',
      protocol: 'HTTP/1.1',
      status: '200',
      responseLength: String(response.body.length),
      requestTime: expect.stringMatching(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/),
      requestTimeEpoch: expect.stringMatching(/^\d{13}$/),
      'identity.userAgent': 'test',
      'integration.status': '200',
      'integration.integrationStatus': '200',
      integrationLatency: expect.stringMatching(/^\d+$/),
      responseLatency: expect.stringMatching(/^\d+$/),
    });
  });

  test('what is not known is a dash', async () => {
    const line = logged(await request({ method: 'GET', path: '/dev/mock' }));
    expect(line['identity.caller']).toBe('-');
    expect(line['authorizer.principalId']).toBe('-');
    expect(line['nothing.of.the.kind']).toBe('-');
    expect(line['error.message']).toBe('-');
  });

  test('a MOCK has a status though no endpoint answered', async () => {
    const line = logged(await request({ method: 'GET', path: '/dev/mock' }));
    expect(line).toMatchObject({ 'integration.status': '-', 'integration.integrationStatus': '200' });
  });

  test('a refused request is logged with its error', async () => {
    const line = logged(await request({ method: 'GET', path: '/dev/keyed' }));
    expect(line).toMatchObject({
      status: '403',
      'error.message': 'Forbidden',
      'error.responseType': 'INVALID_API_KEY',
    });
  });

  test('a function that fails is told from a status that it answers', async () => {
    const failed = logged(
      await request({ method: 'GET', path: '/dev/open', upstream: { throw: 'on purpose' } }),
    );
    expect(failed).toMatchObject({
      status: '502',
      'integration.integrationStatus': '200',
      'integration.error': 'Lambda Customer Function Error:on purpose',
    });
    const answered = logged(
      await request({ method: 'GET', path: '/dev/open', upstream: { answer: { statusCode: 404 } } }),
    );
    expect(answered).toMatchObject({
      status: '404',
      'integration.status': '404',
      'integration.integrationStatus': '200',
    });
  });

  test('an authorizer is logged with its principal and context', async () => {
    const policyDocument = {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }],
    };
    const answer = { principalId: 'user-7', policyDocument, context: { colour: 'green' } };
    const line = logged(await request({ method: 'GET', path: '/dev/authorized', authorizer: { answer } }));
    expect(line).toMatchObject({ 'authorizer.principalId': 'user-7', 'authorizer.colour': 'green' });
  });

  test('a key is logged by its id, and its value is in no file', async () => {
    const headers = { 'x-api-key': '<key:logged>' };
    const response = await request({ method: 'GET', path: '/dev/keyed', headers });
    const line = logged(response);
    expect(line).toMatchObject({
      status: '200',
      'identity.apiKeyId': target.placeholder('key-id:logged', 'logged'),
    });
    const all = await files(`(${line.requestId}) Method completed with status: 200`);
    expect(all).not.toContain(target.placeholder('key:logged', 'logged'));
  });

  test('the execution log tells the steps of a request in the order in which API Gateway takes them', async () => {
    const response = await request({ method: 'GET', path: '/dev/open' });
    const { requestId } = logged(response);
    const all = await files(`(${requestId}) Method completed with status: 200`);
    const own = all.split('\n').filter(line => line.includes(`(${requestId})`));
    const at = (text: string) => own.findIndex(line => line.includes(text));
    const steps = [
      'Extended Request Id:',
      'Starting execution for request:',
      'HTTP Method: GET, Resource Path: /open',
      'Method request headers:',
      'Endpoint request URI:',
      'Sending request to',
      'Received response. Status: 200',
      'Endpoint response body before transformations:',
      'Method response headers:',
      'Successfully completed execution',
      'Method completed with status: 200',
    ];
    expect(steps.filter(step => at(step) < 0)).toEqual([]);
    expect(steps.map(at)).toEqual([...steps.map(at)].sort((a, b) => a - b));
  });
});
