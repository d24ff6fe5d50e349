/** The routes of the API: API Gateway's resources and methods, the router and OpenAPI are built from this table. */
import { longestWaitSeconds, pageSize } from './job';
import { longestIdempotencyKey } from './limits';
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
  /** Whether the body may also be multipart/form-data, with the same fields and one file. */
  readonly takesFile?: true;
  readonly query?: Readonly<Record<string, Parameter>>;
  readonly headers?: Readonly<Record<string, Parameter>>;
  /** Headers of successful answers. */
  readonly answerHeaders?: readonly AnswerHeader[];
  readonly responses: Readonly<Record<number, SchemaName | 'any' | 'none'>>;
  readonly problems?: readonly ProblemCode[];
}

export interface Parameter {
  readonly description: string;
  readonly schema: object;
}

export const answerHeaders = {
  Location: 'Where the job, or its file, is.',
  'Retry-After': 'Seconds after which to ask again; while the job has not ended.',
  ETag: 'Of this state of the job.',
  'Idempotency-Replayed': '`true` when an earlier request with the same key made the job.',
  'Preference-Applied': 'How long the request was held at the most.',
} as const;
export type AnswerHeader = keyof typeof answerHeaders;

/** Headers that pages of other origins may read, of the functions' answers and of API Gateway's own. */
export const exposedHeaders = [
  ...Object.keys(answerHeaders),
  'Content-Disposition',
  'X-Request-Id',
  'X-Validation-Error',
];

export const routes = [
  {
    operation: 'submitJob',
    method: 'POST',
    path: '/jobs',
    summary: 'Submit a job',
    body: 'SubmitJob',
    takesFile: true,
    headers: {
      'Idempotency-Key': {
        description: 'Repeating the request with the same key makes no second job.',
        schema: { type: 'string', minLength: 1, maxLength: longestIdempotencyKey },
      },
      Prefer: {
        description: `\`wait=N\` holds the answer until the job has ended, N seconds (${longestWaitSeconds} at the most).`,
        schema: { type: 'string' },
      },
    },
    answerHeaders: ['Location', 'Retry-After', 'Idempotency-Replayed', 'Preference-Applied'],
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
        description: `Jobs on a page, 1 to ${pageSize.maximum}; ${pageSize.default} by default.`,
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
    headers: {
      'If-None-Match': {
        description: 'An ETag of this job: 304 when it has not changed.',
        schema: { type: 'string' },
      },
    },
    answerHeaders: ['ETag', 'Retry-After'],
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
    answerHeaders: ['Location'],
    responses: { 200: 'any', 303: 'none' },
    problems: ['not_found', 'not_finished', 'no_result'],
  },
  {
    operation: 'createUpload',
    method: 'POST',
    path: '/uploads',
    summary: 'Get a place to put a large input, up to 5 GB',
    body: 'CreateUpload',
    responses: { 201: 'Upload' },
    problems: ['malformed_request', 'invalid_request', 'unsupported_media_type'],
  },
  {
    operation: 'listCallbackSecrets',
    method: 'GET',
    path: '/callback-secrets',
    summary: 'Read the secrets that sign your callbacks',
    responses: { 200: 'CallbackSecrets' },
  },
  {
    operation: 'replaceCallbackSecret',
    method: 'POST',
    path: '/callback-secrets',
    summary: 'Make a new secret; the one before signs for another day',
    responses: { 201: 'CallbackSecrets' },
  },
  {
    operation: 'getUsage',
    method: 'GET',
    path: '/usage',
    summary: 'Read what you have used of your plan',
    responses: { 200: 'Usage' },
    problems: ['not_found'],
  },
  {
    operation: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'Read this description',
    open: true,
    responses: { 200: 'any' },
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
