import { createHash } from 'node:crypto';
import type { CreateUpload, Upload } from '../../../contract/schemas';
import type { FieldError } from '../domain-error';
import type { InputFile, JobTypeDescription } from '../job/job-type';
import type { BlobStore, Clock, Ids } from '../ports';

export interface UploadPorts {
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

const LINK_SECONDS = 3_600;
const UNKNOWN_TYPE = 'application/octet-stream';

/** Gives a tenant a place to put one file, which must be of the size and the digest that it says. */
export async function createUpload(
  { blobs, clock, ids }: UploadPorts,
  tenant: string,
  { bytes, sha256, contentType = UNKNOWN_TYPE, fileName }: CreateUpload,
): Promise<Upload> {
  const uploadId = ids.token();
  const expected = { bytes, sha256, contentType, ...(fileName !== undefined && { fileName }) };
  const { url, headers } = await blobs.uploadLink(keyOf(tenant, uploadId), expected, LINK_SECONDS);
  const expiresAt = new Date(clock.now() + LINK_SECONDS * 1_000).toISOString();
  return { uploadId, method: 'PUT', url, headers, expiresAt };
}

/**
 * Keeps a file that came with the request itself; returns the id under which a job's input names it: a digest of all
 * there is to know of it, so that a repeated request is the same request and no other file takes its place.
 */
export async function keepFile(
  blobs: BlobStore,
  tenant: string,
  file: { readonly name: string; readonly contentType: string; readonly body: Uint8Array },
): Promise<string> {
  const about = JSON.stringify([file.name, file.contentType]);
  const uploadId = createHash('sha256').update(about).update(file.body).digest('base64url');
  await blobs.put(keyOf(tenant, uploadId), file.body, { contentType: file.contentType, fileName: file.name });
  return uploadId;
}

/** The tenant is part of the key, so that nobody can name another's upload. */
function keyOf(tenant: string, uploadId: string): string {
  return `${tenant}/uploads/${uploadId}`;
}

/** Whether jobs of a type work on a file: their schema has the property `upload`. */
export function takesFile({ inputSchema }: Pick<JobTypeDescription, 'inputSchema'>): boolean {
  const { properties } = inputSchema as { readonly properties?: object };
  return properties !== undefined && 'upload' in properties;
}

/** What is wrong with the upload that an input names. */
export async function uploadMistakes(
  blobs: BlobStore,
  type: Pick<JobTypeDescription, 'inputSchema'>,
  tenant: string,
  input: unknown,
): Promise<readonly FieldError[]> {
  const uploadId = namedUpload(type, input);
  if (uploadId === undefined || (isId(uploadId) && (await blobs.describe(keyOf(tenant, uploadId)))))
    return [];
  return [
    {
      field: 'input.upload',
      detail: `is ${JSON.stringify(uploadId.slice(0, 60))}; must be the uploadId of a file of yours that was put there`,
    },
  ];
}

/** The file that a job's input names, ready to be read. */
export async function openUpload(
  blobs: BlobStore,
  type: Pick<JobTypeDescription, 'inputSchema'>,
  tenant: string,
  input: unknown,
): Promise<InputFile | undefined> {
  const uploadId = namedUpload(type, input);
  if (uploadId === undefined || !isId(uploadId)) return undefined;
  const found = await blobs.describe(keyOf(tenant, uploadId));
  if (!found) return undefined;
  const { fileName, contentType, bytes } = found;
  return { name: fileName, contentType, bytes, read: () => blobs.read(keyOf(tenant, uploadId)) };
}

function namedUpload(type: Pick<JobTypeDescription, 'inputSchema'>, input: unknown): string | undefined {
  if (!takesFile(type) || typeof input !== 'object' || input === null || !('upload' in input))
    return undefined;
  return typeof input.upload === 'string' ? input.upload : undefined;
}

function isId(uploadId: string): boolean {
  return /^[\w-]{1,64}$/.test(uploadId);
}
