/**
 * Multipart uploads: parts lie on disk until they are put together. Uploads that are not completed end with the run;
 * their bytes are removed when the store loads again.
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { xml } from './bucket-operations';
import { describe, digestOf, readText, stageBody, storedHeaders } from './object-operations';
import type { ObjectStore, StagedBytes } from './object-store';
import { escapeXml, S3Error } from './s3-error';
import type { S3Request, S3Response } from './s3-server';

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, StagedBytes>;
}

const uploads = new Map<string, Upload>();
const smallestPart = 5 * 1024 * 1024;

export function createUpload({ bucket, key, headers }: S3Request): S3Response {
  const uploadId = randomUUID();
  uploads.set(uploadId, { bucket, key, headers: storedHeaders(headers), parts: new Map() });
  return xml(
    'InitiateMultipartUploadResult',
    `<Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${uploadId}</UploadId>`,
  );
}

export async function uploadPart(request: S3Request): Promise<S3Response> {
  const upload = find(request);
  const number = Number(request.query.get('partNumber'));
  const staged = await stageBody(request);
  const previous = upload.parts.get(number);
  upload.parts.set(number, staged);
  if (previous) await request.store.discard(upload.bucket, previous.file);
  return { status: 200, headers: { etag: `"${staged.md5}"` } };
}

export async function completeUpload(request: S3Request): Promise<S3Response> {
  const upload = find(request);
  const { store, bucket, key } = request;
  const parts = chosenParts(upload, await readText(request.body));
  const joined = await store.stage(bucket, concatenate(store, bucket, parts));
  const etag = `"${digestOf(parts.map(({ md5 }) => md5))}-${parts.length}"`;
  await store.commit(bucket, describe(key, joined, etag, upload.headers));
  await discard(store, request.query.get('uploadId') ?? '');
  return xml(
    'CompleteMultipartUploadResult',
    `<Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key><ETag>${escapeXml(etag)}</ETag>`,
  );
}

export async function abortUpload({ store, query }: S3Request): Promise<S3Response> {
  await discard(store, query.get('uploadId') ?? '');
  return { status: 204 };
}

function find({ query, bucket, key }: S3Request): Upload {
  const upload = uploads.get(query.get('uploadId') ?? '');
  if (upload?.bucket === bucket && upload.key === key) return upload;
  throw new S3Error(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
}

function chosenParts(upload: Upload, document: string): StagedBytes[] {
  const numbers = [...document.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(match => Number(match[1]));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  const parts = numbers.flatMap(number => upload.parts.get(number) ?? []);
  if (parts.length === 0 || parts.length < numbers.length)
    throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
  if (parts.slice(0, -1).some(({ size }) => size < smallestPart))
    throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return parts;
}

function concatenate(store: ObjectStore, bucket: string, parts: readonly StagedBytes[]): Readable {
  return Readable.from(
    (async function* () {
      for (const { file } of parts) yield* store.read(bucket, file);
    })(),
  );
}

async function discard(store: ObjectStore, uploadId: string): Promise<void> {
  const upload = uploads.get(uploadId);
  uploads.delete(uploadId);
  for (const { file } of upload?.parts.values() ?? []) await store.discard(upload?.bucket ?? '', file);
}
