import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators } from '#generated/validators';
import { inputChecker } from '../core/check-input';
import { s3Client } from './clients';
import type { EnvironmentReader } from './environment';
import { jobPorts, jobSettings } from './job-ports';
import { s3BlobStore } from './s3-blob-store';

/** What every function that accepts jobs reads of its environment. */
export function submitSettings(read: EnvironmentReader) {
  return {
    ...jobSettings(read),
    bucketName: read.text('bucketName'),
    allowLocalCallbacks: read.optional('allowLocalCallbacks') === 'true',
  };
}

export function submitPorts(settings: ReturnType<typeof submitSettings>) {
  return {
    ...jobPorts(settings),
    blobs: s3BlobStore(s3Client(), settings.bucketName),
    checkInput: inputChecker(inputValidators),
    jobTypes: new Map(jobCatalogue.map(type => [type.name, type])),
    allowLocalCallbacks: settings.allowLocalCallbacks,
  };
}
