/** Operations on one object: put (and copy), get with ranges and conditions, delete. */
import { createHash } from 'node:crypto';
import { xml } from './bucket-operations';
import { ChunkedBody } from './chunked-body';
import type { StagedBytes, StoredObject } from './object-store';
import { escapeXml, noSuchKey, preconditionFailed, S3Error } from './s3-error';
import type { S3Request, S3Response } from './s3-server';

/** Request headers that an object keeps and gives back. */
const keptHeaders = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
  'expires',
];

export async function putObject(request: S3Request): Promise<S3Response> {
  const { store, bucket, key, headers } = request;
  checkWriteConditions(request);
  const source = headers['x-amz-copy-source'];
  if (source !== undefined) return copyObject(request, source);
  const staged = await stageBody(request);
  try {
    checkWriteConditions(request);
  } catch (error) {
    await store.discard(bucket, staged.file);
    throw error;
  }
  const object = describe(key, staged, `"${staged.md5}"`, storedHeaders(headers, staged));
  await store.commit(bucket, object);
  return { status: 200, headers: { etag: object.etag, ...checksumHeaders(object) } };
}

/** Writes the body to disk and checks it against the length and digests that the client sent. */
export async function stageBody({ store, bucket, headers, body }: S3Request): Promise<StagedBytes> {
  const chunked =
    /aws-chunked/.test(headers['content-encoding'] ?? '') ||
    /^STREAMING-/.test(headers['x-amz-content-sha256'] ?? '');
  const decoded = chunked ? new ChunkedBody() : undefined;
  if (decoded) body.on('error', error => decoded.destroy(error));
  const staged = await store.stage(bucket, decoded ? body.pipe(decoded) : body, ['sha256', 'sha1']);
  const claims = { ...headers, ...decoded?.trailers };
  const wrong = [
    ['content-md5', staged.digests['md5']],
    ['x-amz-checksum-sha256', staged.digests['sha256']],
    ['x-amz-checksum-sha1', staged.digests['sha1']],
  ].find(([name, actual]) => claims[name ?? ''] !== undefined && claims[name ?? ''] !== actual);
  const incomplete = !body.complete;
  if (wrong || incomplete) {
    await store.discard(bucket, staged.file);
    if (incomplete) throw new S3Error(400, 'IncompleteBody', 'The body ended before its Content-Length.');
    const code = wrong?.[0] === 'content-md5' ? 'BadDigest' : 'XAmzContentChecksumMismatch';
    throw new S3Error(400, code, `The ${wrong?.[0]} you specified did not match the calculated checksum.`);
  }
  return staged;
}

/** `If-None-Match: *` writes only a new object, `If-Match` only over the version it names. */
function checkWriteConditions({ store, bucket, key, headers }: S3Request): void {
  const existing = store.get(bucket, key);
  if (headers['if-none-match'] === '*' && existing) throw preconditionFailed();
  if (headers['if-match'] !== undefined && headers['if-match'] !== existing?.etag) throw preconditionFailed();
}

async function copyObject({ store, bucket, key, headers }: S3Request, source: string): Promise<S3Response> {
  const [, sourceBucket = '', sourceKey = ''] = /^\/?([^/]+)\/([^?]+)/.exec(decodeURIComponent(source)) ?? [];
  const original = store.get(sourceBucket, sourceKey);
  if (!original) throw noSuchKey();
  const staged = await store.stage(bucket, store.read(sourceBucket, original.file));
  const replaced = headers['x-amz-metadata-directive'] === 'REPLACE';
  const object = describe(
    key,
    staged,
    original.etag,
    replaced ? storedHeaders(headers, staged) : original.headers,
  );
  await store.commit(bucket, object);
  const modified = new Date(object.lastModified).toISOString();
  return xml(
    'CopyObjectResult',
    `<ETag>${escapeXml(object.etag)}</ETag><LastModified>${modified}</LastModified>`,
  );
}

export function describe(
  key: string,
  { file, size }: { file: string; size: number },
  etag: string,
  headers: Readonly<Record<string, string>>,
): StoredObject {
  return { key, file, size, etag, headers, lastModified: Date.now() };
}

export function storedHeaders(
  headers: Readonly<Record<string, string>>,
  staged?: StagedBytes,
): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    if (name === 'content-encoding') {
      const encodings = value.split(',').filter(encoding => encoding.trim() !== 'aws-chunked');
      return encodings.length > 0 ? [[name, encodings.join(',')]] : [];
    }
    return keptHeaders.includes(name) || name.startsWith('x-amz-meta-') ? [[name, value]] : [];
  });
  const sha256 =
    headers['x-amz-checksum-sha256'] ??
    (headers['x-amz-sdk-checksum-algorithm'] === 'SHA256' ? staged?.digests['sha256'] : undefined);
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(kept),
    ...(sha256 === undefined ? {} : { 'x-amz-checksum-sha256': sha256 }),
  };
}

function checksumHeaders({ headers }: StoredObject): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-checksum-')));
}

export function getObject({ store, bucket, key, headers, query }: S3Request): S3Response {
  const object = store.get(bucket, key);
  if (!object) throw noSuchKey();
  if (headers['if-match'] !== undefined && headers['if-match'] !== object.etag) throw preconditionFailed();
  const range = readRange(headers['range'], object.size);
  const length = range ? range.end - range.start + 1 : object.size;
  const about = {
    ...object.headers,
    ...overrides(query),
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (headers['if-none-match'] === object.etag) return { status: 304, headers: about };
  return {
    status: range ? 206 : 200,
    headers: {
      ...about,
      'content-length': String(length),
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` } : {}),
    },
    body: object.size === 0 ? '' : store.read(bucket, object.file, range),
  };
}

/** `response-content-disposition` and its like, which a presigned address may carry. */
function overrides(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query].flatMap(([name, value]) =>
      name.startsWith('response-') ? [[name.slice('response-'.length), value]] : [],
    ),
  );
}

function readRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end };
}

export async function deleteObject({ store, bucket, key }: S3Request): Promise<S3Response> {
  await store.delete(bucket, key);
  return { status: 204 };
}

export async function deleteObjects({ store, bucket, body }: S3Request): Promise<S3Response> {
  const keys = [...(await readText(body)).matchAll(/<Key>([^<]*)<\/Key>/g)].map(match =>
    unescapeXml(match[1] ?? ''),
  );
  for (const key of keys) await store.delete(bucket, key);
  return xml('DeleteResult', keys.map(key => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`).join(''));
}

/** The body of a request that is a small document. */
export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (match, decimal, hex, name) =>
    name ? (named[name] ?? match) : String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
  );
}

export function digestOf(parts: readonly string[]): string {
  return createHash('md5')
    .update(Buffer.concat(parts.map(md5 => Buffer.from(md5, 'hex'))))
    .digest('hex');
}
