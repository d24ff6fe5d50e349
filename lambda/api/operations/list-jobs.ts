import { type JobStatus, jobStatuses, pageSize } from '../../../contract/job';
import { DomainError, type FieldError } from '../../core/domain-error';
import { type Listing, type ListPorts, listJobs } from '../../core/read/list-jobs';
import { presentSummary } from '../../core/read/present';
import type { ApiRequest } from '../request';
import type { Operation } from '../router';

export function listJobsOperation(ports: ListPorts): Operation {
  return async ({ tenant, query, baseUrl }) => {
    const { jobs, next } = await listJobs(ports, tenant, readListing(query));
    return {
      status: 200,
      body: {
        jobs: jobs.map(job => presentSummary(job, baseUrl)),
        ...(next !== undefined && { nextCursor: next }),
      },
    };
  };
}

function readListing({ status, limit, cursor, ...others }: ApiRequest['query']): Listing {
  const errors: FieldError[] = Object.keys(others).map(field => ({
    field,
    detail: 'is not a known parameter; known are status, limit and cursor',
  }));
  if (status !== undefined && !isStatus(status)) {
    errors.push({
      field: 'status',
      detail: `is ${JSON.stringify(status)}; must be one of ${jobStatuses.join(', ')}`,
    });
  }
  const size = limit === undefined ? pageSize.default : Number(limit);
  if (limit !== undefined && !/^\+?0*[1-9]\d*$/.test(limit)) {
    errors.push({
      field: 'limit',
      detail: `is ${JSON.stringify(limit)}; must be a whole number of at least 1`,
    });
  }
  if (errors.length > 0) {
    throw new DomainError('invalid_request', 'The query is not what GET /jobs takes; see errors.', {
      errors,
    });
  }
  return {
    ...(status !== undefined && isStatus(status) && { status }),
    limit: Math.min(size, pageSize.maximum),
    ...(cursor !== undefined && { cursor }),
  };
}

function isStatus(status: string): status is JobStatus {
  return (jobStatuses as readonly string[]).includes(status);
}
