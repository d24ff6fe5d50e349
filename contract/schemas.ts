/**
 * The JSON Schemas of the API: the one source of API Gateway's models, OpenAPI, TypeScript types and run-time
 * validators. Written in the common ground of draft 4 and 2020-12: no `const`, no `if`, no numeric `exclusive…`.
 */
import type { FromSchema } from 'json-schema-to-ts';
import { defaultJobType, jobStatuses } from './job';
import { longestFileName, mediaType } from './limits';

const submitJob = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'What the job is called; need not be unique.',
    },
    type: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      description: `A job type of this service; \`${defaultJobType}\` by default.`,
    },
    input: { description: 'What the job works on, as the schema of its type says.' },
    deadlineSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 2_592_000,
      description: 'The job expires when it has not ended after so many seconds.',
    },
    callbackUrl: {
      type: 'string',
      minLength: 1,
      maxLength: 2_048,
      description: 'A public https URL that is called once the job has ended.',
    },
  },
} as const;

const jobError = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', description: 'For programs, e.g. `job_failed`, `timed_out`, `out_of_memory`.' },
    message: { type: 'string' },
  },
} as const;

const callback = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'status', 'deliveries'],
  description: 'What became of telling the callback URL that the job has ended.',
  properties: {
    url: { type: 'string' },
    status: { type: 'string', enum: ['waiting', 'pending', 'delivered', 'failed'] },
    deliveries: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['at', 'milliseconds'],
        properties: {
          at: { type: 'string', format: 'date-time' },
          milliseconds: { type: 'integer', minimum: 0 },
          status: { type: 'integer', description: 'HTTP status of the answer.' },
          error: { type: 'string', description: 'Why there was no answer.' },
        },
      },
    },
  },
} as const;

const job = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'type', 'status', 'message', 'progress', 'attempts', 'createdAt', 'links'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    type: { type: 'string' },
    status: { type: 'string', enum: jobStatuses },
    message: { type: 'string', description: 'A sentence about the job for people.' },
    progress: { type: 'number', minimum: 0, maximum: 1 },
    progressMessage: { type: 'string', description: 'What the running job is doing.' },
    attempts: { type: 'integer', minimum: 0, description: 'How often a worker took the job.' },
    createdAt: { type: 'string', format: 'date-time' },
    startedAt: { type: 'string', format: 'date-time' },
    finishedAt: { type: 'string', format: 'date-time' },
    expiresAt: { type: 'string', format: 'date-time', description: 'When the finished job is deleted.' },
    deadlineAt: {
      type: 'string',
      format: 'date-time',
      description: 'When the job expires unless it has ended.',
    },
    result: { description: 'What the job made, when it is small enough to stand here.' },
    resultUrl: { type: 'string', description: 'Where the result is, when it is too large to stand here.' },
    error: jobError,
    callback,
    links: {
      type: 'object',
      additionalProperties: false,
      required: ['self'],
      properties: { self: { type: 'string' }, result: { type: 'string' }, cancel: { type: 'string' } },
    },
  },
} as const;

const jobList = {
  type: 'object',
  additionalProperties: false,
  required: ['jobs'],
  properties: { jobs: { type: 'array', items: job }, nextCursor: { type: 'string' } },
} as const;

const health = {
  type: 'object',
  additionalProperties: false,
  required: ['status'],
  properties: { status: { type: 'string', enum: ['ok'] } },
} as const;

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'message'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    message: { type: 'string', description: 'The text that API Gateway itself would send.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['field', 'detail'],
        properties: { field: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
} as const;

const createUpload = {
  type: 'object',
  additionalProperties: false,
  required: ['bytes', 'sha256'],
  properties: {
    bytes: { type: 'integer', minimum: 1, maximum: 5_368_709_120, description: 'Size of the file.' },
    sha256: {
      type: 'string',
      pattern: '^[A-Za-z0-9+/]{43}=$',
      description: 'SHA-256 of the file in base64; what arrives must have it.',
    },
    fileName: { type: 'string', minLength: 1, maxLength: longestFileName },
    contentType: { type: 'string', ...mediaType },
  },
} as const;

const upload = {
  type: 'object',
  additionalProperties: false,
  required: ['uploadId', 'method', 'url', 'headers', 'expiresAt'],
  properties: {
    uploadId: { type: 'string', description: 'Name it in `input.upload` of a job whose type takes a file.' },
    method: { type: 'string', enum: ['PUT'] },
    url: { type: 'string' },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'To be sent along as they are.',
    },
    expiresAt: { type: 'string', format: 'date-time', description: 'Until when the file can be put.' },
  },
} as const;

const callbackSecrets = {
  type: 'object',
  additionalProperties: false,
  required: ['secrets'],
  properties: {
    secrets: {
      type: 'array',
      description: 'The newest first; each signs every callback.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['secret', 'createdAt'],
        properties: {
          secret: { type: 'string', description: 'As the Standard Webhooks libraries take it.' },
          createdAt: { type: 'string', format: 'date-time' },
          expiresAt: { type: 'string', format: 'date-time', description: 'When it stops signing.' },
        },
      },
    },
  },
} as const;

const usage = {
  type: 'object',
  additionalProperties: false,
  required: ['plan'],
  properties: {
    plan: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string' },
        requestsPerSecond: { type: 'number' },
        burst: { type: 'integer' },
      },
    },
    quota: {
      type: 'object',
      additionalProperties: false,
      required: ['limit', 'period', 'used', 'remaining'],
      properties: {
        limit: { type: 'integer' },
        period: { type: 'string', enum: ['DAY', 'WEEK', 'MONTH'] },
        used: { type: 'integer', description: 'Requests counted in this period so far.' },
        remaining: { type: 'integer' },
      },
    },
  },
} as const;

export const schemas = {
  SubmitJob: submitJob,
  Job: job,
  JobList: jobList,
  Health: health,
  CreateUpload: createUpload,
  Upload: upload,
  CallbackSecrets: callbackSecrets,
  Usage: usage,
  Problem: problem,
} as const;
export type SchemaName = keyof typeof schemas;

export type SubmitJob = FromSchema<typeof submitJob>;
export type Job = FromSchema<typeof job>;
export type JobList = FromSchema<typeof jobList>;
export type CreateUpload = FromSchema<typeof createUpload>;
export type Upload = FromSchema<typeof upload>;
export type CallbackSecrets = FromSchema<typeof callbackSecrets>;
export type Usage = FromSchema<typeof usage>;
export type Problem = FromSchema<typeof problem>;
