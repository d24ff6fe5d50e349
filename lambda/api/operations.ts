import type { ReadPorts } from '../core/get-job';
import type { ListPorts } from '../core/list-jobs';
import type { BlobStore } from '../core/ports';
import type { SubmitPorts } from '../core/submit-job';
import { cancelJobOperation } from './operations/cancel-job';
import { getJobOperation } from './operations/get-job';
import { getResultOperation } from './operations/get-result';
import { listJobsOperation } from './operations/list-jobs';
import { submitJobOperation } from './operations/submit-job';

export type ApiPorts = SubmitPorts & ReadPorts & ListPorts & { readonly blobs: BlobStore };

/** What each route of the contract does. */
export function createOperations(ports: ApiPorts) {
  return {
    submitJob: submitJobOperation(ports),
    listJobs: listJobsOperation(ports),
    getJob: getJobOperation(ports),
    cancelJob: cancelJobOperation(ports),
    getResult: getResultOperation(ports),
  };
}
