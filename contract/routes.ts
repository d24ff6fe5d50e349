/** The routes of the API: API Gateway's resources and methods, the router and OpenAPI are built from this table. */
import type { ProblemCode } from './problem';
import type { SchemaName } from './schemas';

export interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As API Gateway writes a resource path: `/jobs/{jobId}`. */
  readonly path: string;
  readonly summary: string;
  /** Whether a caller must be known: an API key, and whatever the stage asks besides. */
  readonly open?: true;
  /** Answered by API Gateway itself with this JSON, without a function. */
  readonly fixed?: object;
  readonly body?: SchemaName;
  readonly query?: Readonly<Record<string, { readonly description: string; readonly schema: object }>>;
  readonly responses: Readonly<Record<number, SchemaName | 'any' | 'none'>>;
  readonly problems?: readonly ProblemCode[];
}

export const routes = [
  {
    operation: 'submitJob',
    method: 'POST',
    path: '/jobs',
    summary: 'Submit a job',
    body: 'SubmitJob',
    responses: { 201: 'Job' },
    problems: [
      'malformed_request',
      'invalid_request',
      'too_large',
      'unsupported_media_type',
      'idempotency_conflict',
      'too_many_jobs',
    ],
  },
  {
    operation: 'listJobs',
    method: 'GET',
    path: '/jobs',
    summary: 'List jobs, newest first',
    query: {
      status: { description: 'Only jobs in this state.', schema: { type: 'string' } },
      limit: {
        description: 'Jobs on a page, 1 to 100; 20 by default.',
        schema: { type: 'integer', minimum: 1 },
      },
      cursor: { description: '`nextCursor` of the page before.', schema: { type: 'string' } },
    },
    responses: { 200: 'JobList' },
    problems: ['invalid_request'],
  },
  {
    operation: 'getJob',
    method: 'GET',
    path: '/jobs/{jobId}',
    summary: 'Read a job',
    responses: { 200: 'Job', 304: 'none' },
    problems: ['not_found'],
  },
  {
    operation: 'cancelJob',
    method: 'POST',
    path: '/jobs/{jobId}/cancel',
    summary: 'Cancel a job: at once while it waits, as soon as its code stops while it runs',
    responses: { 200: 'Job' },
    problems: ['not_found'],
  },
  {
    operation: 'getResult',
    method: 'GET',
    path: '/jobs/{jobId}/result',
    summary: 'Read the result of a job',
    responses: { 200: 'any', 303: 'none' },
    problems: ['not_found', 'not_finished', 'no_result'],
  },
  {
    operation: 'health',
    method: 'GET',
    path: '/health',
    summary: 'Whether the API answers',
    open: true,
    fixed: { status: 'ok' },
    responses: { 200: 'Health' },
  },
] as const satisfies readonly Route[];

export type Operation = (typeof routes)[number]['operation'];
