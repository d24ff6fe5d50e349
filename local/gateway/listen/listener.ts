/**
 * The HTTP server of one API on loopback. It takes requests as they come off the wire (nothing decoded, header case and
 * order kept) and refuses what the server in front of API Gateway refuses: request lines and headers beyond 10,240
 * bytes, bodies beyond 10 MB, targets that are not ASCII, and what is not HTTP at all.
 * (API Gateway quotas: "Total combined size of request line and header values", "Payload size".)
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { maximumBodyBytes } from '../event/body';
import type { GatewayRequest, GatewayResponse } from '../exchange';
import { encodeHeaderValue } from '../respond/answer-headers';
import { contentTooLong, headerTooLarge, lineTooLong, plainError } from '../respond/plain';
import { headerValue, pairHeaders, type RawHeaders } from './raw-headers';

const loopback = '127.0.0.1';
const maximumHeadBytes = 10_240;
/** Node's own limit, above API Gateway's so that ours is the one that answers. */
const parserHeadBytes = 65_536;
/** A client has this long to send its request. */
const requestTimeoutMilliseconds = 60_000;
/** Bodies up to this size are sent together with their headers. */
const joinedBytes = 16_384;
/** Longer than the pools of most clients keep an idle connection, so that none is closed under a request. */
const keepAliveMilliseconds = 65_000;

export interface ListenerOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly handle: (request: GatewayRequest, port: number) => Promise<GatewayResponse>;
  readonly now: () => number;
  readonly vpcEndpointId?: string;
  /** Told of a failure of the gateway itself; the client gets a 500. */
  readonly failed: (error: unknown) => void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(options: ListenerOptions): Promise<Listener> {
  const server = createServer({
    maxHeaderSize: parserHeadBytes,
    requestTimeout: requestTimeoutMilliseconds,
    keepAliveTimeout: keepAliveMilliseconds,
  });
  let port = 0;
  const receive = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(incoming, outgoing, options, port).catch((error: unknown) => {
      options.failed(error);
      if (!outgoing.headersSent) send(outgoing, plainError(500, 'Internal server error'), false);
      else outgoing.destroy();
    });
  };
  server.on('request', receive);
  // API Gateway takes no notice of expectations other than 100-continue.
  server.on('checkExpectation', receive);
  server.on('clientError', refuseMalformed);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, loopback, resolve);
  });
  port = (server.address() as AddressInfo).port;
  return { port, close: () => close(server) };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ListenerOptions,
  port: number,
): Promise<void> {
  outgoing.on('error', () => outgoing.destroy());
  const receivedAt = options.now();
  const headers = pairHeaders(incoming.rawHeaders);
  const refused = refuseHead(incoming, headers);
  if (refused) return send(outgoing, refused, false);
  const body = announcesBody(headers) ? await readAll(incoming) : noBody;
  if (body === 'aborted') return;
  if (body === 'too long') return send(outgoing, contentTooLong, false);
  const { path, query } = splitTarget(incoming.url ?? '/');
  const response = await options.handle(
    {
      method: methodOf(incoming, headers),
      path,
      query,
      headers,
      body,
      sourceIp: (incoming.socket.remoteAddress ?? loopback).replace(/^::ffff:/, ''),
      protocol: `HTTP/${incoming.httpVersion}`,
      receivedAt,
      ...(options.vpcEndpointId === undefined ? {} : { vpcEndpointId: options.vpcEndpointId }),
    },
    port,
  );
  send(outgoing, response, true);
}

function refuseHead(incoming: IncomingMessage, headers: RawHeaders): GatewayResponse | undefined {
  const target = incoming.url ?? '/';
  if (target.length > maximumHeadBytes) return lineTooLong;
  const size = headers.reduce((total, [name, value]) => total + name.length + value.length, target.length);
  if (size > maximumHeadBytes) return headerTooLarge;
  if (/[^\u0021-\u007e]/.test(target)) return plainError(400, 'Bad Request');
  const announced = Number(headerValue(headers, 'content-length') ?? 0);
  return announced > maximumBodyBytes ? contentTooLong : undefined;
}

const noBody = Buffer.alloc(0);

/** A request has a body if and only if one of these headers says so (RFC 9112, section 6). */
function announcesBody(headers: RawHeaders): boolean {
  return (
    headerValue(headers, 'content-length') !== undefined ||
    headerValue(headers, 'transfer-encoding') !== undefined
  );
}

function readAll(incoming: IncomingMessage): Promise<Buffer | 'aborted' | 'too long'> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maximumBodyBytes) {
        chunks.length = 0;
        resolve('too long');
      } else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.on('error', () => resolve('aborted'));
    incoming.on('close', () => resolve('aborted'));
  });
}

/** The target may be absolute (`http://host/path`) when a client takes us for its proxy. */
function splitTarget(target: string): { path: string; query: string } {
  const local = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const withoutFragment = local.split('#', 1)[0]!;
  const mark = withoutFragment.indexOf('?');
  const path = mark < 0 ? withoutFragment : withoutFragment.slice(0, mark);
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    query: mark < 0 ? '' : withoutFragment.slice(mark + 1),
  };
}

/** X-HTTP-Method-Override decides, as the developer guide's "important notes" say. */
function methodOf(incoming: IncomingMessage, headers: RawHeaders): string {
  return headerValue(headers, 'x-http-method-override')?.trim().toUpperCase() || (incoming.method ?? 'GET');
}

/** @param keepOpen false when the request was not read to its end, so that what follows cannot be told from it */
function send(outgoing: ServerResponse, response: GatewayResponse, keepOpen: boolean): void {
  if (outgoing.destroyed) return;
  const flat = response.headers.flatMap(([name, value]) => [name, encodeHeaderValue(value)]);
  if (response.status !== 204 && response.status !== 304)
    flat.push('Content-Length', String(response.body.length));
  if (!keepOpen) flat.push('Connection', 'close');
  outgoing.writeHead(response.status, flat);
  // Node joins a text with the headers into one write; a small buffer would be a second one.
  if (response.body.length <= joinedBytes) outgoing.end(response.body.toString('latin1'), 'latin1');
  else outgoing.end(response.body);
  if (!keepOpen) outgoing.req.resume();
}

/** What Node's parser could not read: answered in a line, and the connection is of no more use. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? headerTooLarge
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? plainError(408, 'Request Timeout')
        : plainError(400, 'Bad Request');
  const head = `HTTP/1.1 ${status} ${status === 431 ? 'Request Header Fields Too Large' : status === 408 ? 'Request Timeout' : 'Bad Request'}`;
  socket.end(
    `${head}\r\nContent-Type: text; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body.toString()}`,
  );
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
