/**
 * The address at which functions find the Lambda service: `Invoke`, waiting or asynchronous (API reference, "Invoke").
 * Whatever else a function asks of AWS without a local counterpart ends here too, with an answer that says so.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FunctionModel } from '../template/model';
import type { AsynchronousInvoker } from './asynchronous';
import type { Invocation, LambdaInvoker } from './invocation';

export interface LambdaApiOptions {
  readonly invoker: LambdaInvoker;
  readonly asynchronous: AsynchronousInvoker;
  /** Finds a function by name or ARN. */
  readonly find: (nameOrArn: string) => FunctionModel | undefined;
  /** Answers a GET of another service's control plane; undefined when it is not served. */
  readonly control: (target: string) => object | undefined;
}

export interface LambdaApi {
  readonly url: string;
  close(): Promise<void>;
}

export async function startLambdaApi(options: () => LambdaApiOptions): Promise<LambdaApi> {
  const server = createServer((request, response) => {
    answer(options(), request, response).catch(error =>
      refuse(response, 500, 'ServiceException', error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}

async function answer(
  options: LambdaApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, reference] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
  if (reference === undefined || request.method !== 'POST') {
    request.resume();
    const answered = request.method === 'GET' ? options.control(request.url ?? '/') : undefined;
    if (answered) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
      return;
    }
    return refuse(response, 501, 'NotImplemented', `A local run does not serve ${describe(request)}.`);
  }
  const model = options.find(decodeURIComponent(reference));
  const payload = (await readBody(request)) || '{}';
  if (!model)
    return refuse(
      response,
      404,
      'ResourceNotFoundException',
      `Function not found: ${decodeURIComponent(reference)}`,
    );
  if (!isJson(payload))
    return refuse(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json');
  const trace = request.headers['x-amzn-trace-id'];
  const traceHeader = typeof trace === 'string' ? trace : undefined;
  switch (request.headers['x-amz-invocation-type']) {
    case 'Event':
      options.asynchronous.invoke(model.arn, payload, traceHeader);
      response.writeHead(202).end();
      return;
    case 'DryRun':
      response.writeHead(204).end();
      return;
    default:
      return send(response, await options.invoker.invoke(model.arn, payload, { traceHeader }));
  }
}

function send(response: ServerResponse, invocation: Invocation): void {
  switch (invocation.kind) {
    case 'answered':
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' });
      response.end(invocation.payload);
      return;
    case 'failed':
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-amz-executed-version': '$LATEST',
        'x-amz-function-error': 'Unhandled',
      });
      response.end(invocation.payload);
      return;
    default: {
      const [status, code, message] = refusals[invocation.kind];
      refuse(response, status, code, message);
    }
  }
}

const refusals = {
  throttled: [429, 'TooManyRequestsException', 'Rate Exceeded.'],
  'request-too-large': [
    413,
    'RequestTooLargeException',
    'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
  ],
  'unknown-function': [404, 'ResourceNotFoundException', 'Function not found'],
} as const;

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ __type: code, Type: 'User', message, Message: message }));
}

function describe({ method, url, headers }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target : `${method} ${url?.replace(/\?.*/, '')}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
