import { getResult, type ReadPorts } from '../../core/get-job';
import type { BlobStore } from '../../core/ports';
import type { Operation } from '../router';

export function getResultOperation(ports: ReadPorts & { readonly blobs: BlobStore }): Operation {
  return async ({ tenant, path }) => {
    const body = await getResult(ports, { tenant, id: path['jobId'] ?? '' });
    return { status: 200, body };
  };
}
