import type { JobKey, Payload } from '../job/job-record';
import { FileResult, PermanentFailure } from '../job/job-type';
import { INLINE_PAYLOAD_BYTES } from '../job/limits';
import type { BlobStore } from '../ports';

/**
 * Keeps JSON with the job when it is small, in the blob store under tenant and job otherwise.
 * @throws PermanentFailure for what JSON cannot hold
 */
export async function storeJson(
  blobs: BlobStore,
  { tenant, id }: JobKey,
  name: string,
  value: unknown,
): Promise<Payload> {
  const json = toJson(value);
  const bytes = Buffer.byteLength(json);
  if (bytes <= INLINE_PAYLOAD_BYTES) return { json };
  const blob = `${tenant}/${id}/${name}.json`;
  const contentType = 'application/json';
  await blobs.put(blob, json, { contentType });
  return { blob, bytes, contentType };
}

/** A job that made this once makes it again. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new PermanentFailure(`What the job made cannot be written as JSON: ${reason}`);
  }
}

/** Keeps what a job made: a file as it is, anything else as JSON. */
export async function storeResult(
  blobs: BlobStore,
  key: JobKey,
  name: string,
  result: unknown,
): Promise<Payload> {
  if (!(result instanceof FileResult)) return storeJson(blobs, key, name, result);
  const { fileName, contentType } = result;
  const body = typeof result.body === 'string' ? Buffer.from(result.body) : result.body;
  const blob = `${key.tenant}/${key.id}/${name}`;
  await blobs.put(blob, body, { contentType, fileName });
  return { blob, bytes: body.byteLength, contentType, fileName };
}

export async function readJson(blobs: BlobStore, payload: Payload | undefined): Promise<unknown> {
  if (!payload) return undefined;
  if ('json' in payload) return JSON.parse(payload.json);
  return JSON.parse(Buffer.from(await blobs.get(payload.blob)).toString());
}
