import type { JobKey, Payload } from './job-record';
import { INLINE_PAYLOAD_BYTES } from './limits';
import type { BlobStore } from './ports';

/** Keeps JSON with the job when it is small, in the blob store under tenant and job otherwise. */
export async function storeJson(
  blobs: BlobStore,
  { tenant, id }: JobKey,
  name: string,
  value: unknown,
): Promise<Payload> {
  const json = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes <= INLINE_PAYLOAD_BYTES) return { json };
  const blob = `${tenant}/${id}/${name}.json`;
  await blobs.put(blob, json, 'application/json');
  return { blob, bytes, contentType: 'application/json' };
}

export async function readJson(blobs: BlobStore, payload: Payload | undefined): Promise<unknown> {
  if (!payload) return undefined;
  return JSON.parse('json' in payload ? payload.json : await blobs.get(payload.blob));
}
