/** Serves the object store over S3's REST API, path style: finds the operation, answers errors as S3 does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createBucket, listBuckets, listObjects } from './bucket-operations';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart';
import { deleteObject, deleteObjects, getObject, putObject } from './object-operations';
import type { ObjectStore } from './object-store';
import { checkPresigned } from './presigned';
import { noSuchBucket, S3Error } from './s3-error';

/** One request, with its target taken apart. */
export interface S3Request {
  readonly store: ObjectStore;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
}

export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | NodeJS.ReadableStream;
}

export async function answer(
  store: ObjectStore,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let request: S3Request | undefined;
  try {
    request = takeApart(store, incoming);
    checkPresigned(request, Date.now());
    send(outgoing, await perform(request), request.method);
  } catch (error) {
    if (outgoing.headersSent) outgoing.destroy();
    else sendError(outgoing, error, request?.method ?? 'GET', incoming.url ?? '/');
  }
  // What was not read of a refused body would block the connection.
  incoming.resume();
}

function takeApart(store: ObjectStore, incoming: IncomingMessage): S3Request {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodePath(url.pathname)) ?? [];
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    store,
    method: incoming.method ?? 'GET',
    bucket,
    key,
    query: url.searchParams,
    headers,
    body: incoming,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

async function perform(request: S3Request): Promise<S3Response> {
  const { store, method, bucket, key, query } = request;
  if (bucket === '') return listBuckets(store);
  if (key === '' && method === 'PUT') return createBucket(store, bucket);
  if (!store.objects(bucket)) throw noSuchBucket();
  if (key === '') {
    if (method === 'POST' && query.has('delete')) return deleteObjects(request);
    if (method === 'GET') return listObjects(request);
    if (method === 'HEAD') return { status: 200 };
    throw notImplemented(method);
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return getObject(request);
    case 'PUT':
      return query.has('uploadId') ? uploadPart(request) : putObject(request);
    case 'POST':
      if (query.has('uploads')) return createUpload(request);
      if (query.has('uploadId')) return completeUpload(request);
      throw notImplemented(method);
    case 'DELETE':
      return query.has('uploadId') ? abortUpload(request) : deleteObject(request);
    default:
      throw notImplemented(method);
  }
}

function notImplemented(method: string): S3Error {
  return new S3Error(501, 'NotImplemented', `A local run does not serve this ${method} operation of S3.`);
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: S3Response, method: string): void {
  outgoing.writeHead(status, { 'x-amz-request-id': 'local', server: 'AmazonS3', ...headers });
  if (body === undefined || method === 'HEAD') {
    outgoing.end();
    if (body !== undefined && typeof body !== 'string' && 'destroy' in body)
      (body as { destroy(): void }).destroy();
  } else if (typeof body === 'string') outgoing.end(body);
  else body.on('error', () => outgoing.destroy()).pipe(outgoing);
}

function sendError(outgoing: ServerResponse, error: unknown, method: string, resource: string): void {
  const known =
    error instanceof S3Error
      ? error
      : new S3Error(500, 'InternalError', error instanceof Error ? error.message : String(error));
  outgoing.writeHead(known.status, { 'content-type': 'application/xml', 'x-amz-request-id': 'local' });
  outgoing.end(method === 'HEAD' ? undefined : known.xml(resource));
}
