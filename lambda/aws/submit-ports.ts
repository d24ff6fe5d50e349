import type { ValidateFunction } from 'ajv';
import type { JobTypeDescription } from '../core/job/job-type';
import { inputChecker } from '../core/submit/check-input';
import type { EnvironmentReader } from './environment';
import { jobPorts, jobSettings } from './job-ports';
import { bucketBlobStore } from './lazy-blob-store';

/** What every function that accepts jobs reads of its environment. */
export function submitSettings(read: EnvironmentReader) {
  return {
    ...jobSettings(read),
    bucketName: read.text('bucketName'),
    allowLocalCallbacks: read.optional('allowLocalCallbacks') === 'true',
  };
}

/** @param inputValidators of each type's input, by its name */
export function submitPorts(
  settings: ReturnType<typeof submitSettings>,
  jobTypes: readonly JobTypeDescription[],
  inputValidators: Readonly<Record<string, ValidateFunction>>,
) {
  return {
    ...jobPorts(settings),
    blobs: bucketBlobStore(settings.bucketName),
    checkInput: inputChecker(inputValidators),
    jobTypes: new Map(jobTypes.map(type => [type.name, type])),
    allowLocalCallbacks: settings.allowLocalCallbacks,
  };
}
