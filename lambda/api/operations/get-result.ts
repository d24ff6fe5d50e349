import { contentDisposition } from '../../core/files/content-disposition';
import type { BlobStore } from '../../core/ports';
import type { ReadPorts } from '../../core/read/get-job';
import { getResult } from '../../core/read/get-result';
import type { ApiResponse } from '../response';
import type { Operation } from '../router';

/** A function's answer ends at 6 MB, and bytes travel in it as base64. */
const LARGEST_ANSWER = 4_000_000;
const LINK_SECONDS = 900;

export function getResultOperation(ports: ReadPorts & { readonly blobs: BlobStore }): Operation {
  const { blobs } = ports;
  return async ({ tenant, path }): Promise<ApiResponse> => {
    const result = await getResult(ports, { tenant, id: path['jobId'] ?? '' });
    if ('json' in result) return { status: 200, body: JSON.parse(result.json) };
    const { blob, bytes, ...about } = result;
    if (bytes > LARGEST_ANSWER) {
      return { status: 303, headers: { Location: await blobs.downloadLink(blob, about, LINK_SECONDS) } };
    }
    const { contentType, fileName } = about;
    return {
      status: 200,
      headers: {
        'Content-Type': contentType,
        ...(fileName !== undefined && { 'Content-Disposition': contentDisposition(fileName) }),
      },
      body: await blobs.get(blob),
    };
  };
}
