import type { ReadPorts } from '../../core/get-job';
import { getResult } from '../../core/get-result';
import { readJson } from '../../core/payloads';
import type { BlobStore } from '../../core/ports';
import type { Operation } from '../router';

export function getResultOperation(ports: ReadPorts & { readonly blobs: BlobStore }): Operation {
  return async ({ tenant, path }) => {
    const result = await getResult(ports, { tenant, id: path['jobId'] ?? '' });
    return { status: 200, body: await readJson(ports.blobs, result) };
  };
}
