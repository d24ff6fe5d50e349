import type { SecretPorts } from '../core/notify/callback-secrets';
import type { ReadPorts } from '../core/read/get-job';
import type { ListPorts } from '../core/read/list-jobs';
import type { SubmitPorts } from '../core/submit/submit-job';
import type { UsageReader } from '../core/tenant/usage';
import { listCallbackSecretsOperation, replaceCallbackSecretOperation } from './operations/callback-secrets';
import { cancelJobOperation } from './operations/cancel-job';
import { getJobOperation } from './operations/get-job';
import { getResultOperation } from './operations/get-result';
import { listJobsOperation } from './operations/list-jobs';
import { getOpenApiOperation } from './operations/open-api';
import { submitJobOperation } from './operations/submit-job';
import { createUploadOperation } from './operations/uploads';
import { getUsageOperation } from './operations/usage';

export type ApiPorts = SubmitPorts &
  ReadPorts &
  ListPorts &
  SecretPorts & { readonly readUsage: UsageReader };

/** What each route of the contract does. */
export function createOperations(ports: ApiPorts) {
  return {
    submitJob: submitJobOperation(ports),
    listJobs: listJobsOperation(ports),
    getJob: getJobOperation(ports),
    cancelJob: cancelJobOperation(ports),
    getResult: getResultOperation(ports),
    createUpload: createUploadOperation(ports),
    listCallbackSecrets: listCallbackSecretsOperation(ports),
    replaceCallbackSecret: replaceCallbackSecretOperation(ports),
    getUsage: getUsageOperation(ports.readUsage),
    getOpenApi: getOpenApiOperation(ports.jobTypes),
  };
}
