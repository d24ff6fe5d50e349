/** The JSON Schemas of what the API answers, written in the same common ground as those of what it takes. */
import { jobStatuses } from './job';

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

export const job = {
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

export const jobList = {
  type: 'object',
  additionalProperties: false,
  required: ['jobs'],
  properties: { jobs: { type: 'array', items: job }, nextCursor: { type: 'string' } },
} as const;

export const health = {
  type: 'object',
  additionalProperties: false,
  required: ['status'],
  properties: { status: { type: 'string', enum: ['ok'] } },
} as const;

export const problem = {
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

export const upload = {
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

export const callbackSecrets = {
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

export const usage = {
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
