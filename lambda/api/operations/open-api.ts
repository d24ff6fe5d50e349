import { openApiDocument } from '../../../contract/openapi';
import type { JobTypeDescription } from '../../core/job/job-type';
import type { Operation } from '../router';

export function getOpenApiOperation(jobTypes: ReadonlyMap<string, JobTypeDescription>): Operation {
  return async ({ baseUrl }) => ({
    status: 200,
    headers: { 'Cache-Control': 'public, max-age=300' },
    body: openApiDocument(baseUrl, [...jobTypes.values()]),
  });
}
