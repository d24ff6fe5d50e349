/**
 * The JSON Schemas of the API: the one source of API Gateway's models, OpenAPI, TypeScript types and run-time
 * validators. Written in the common ground of draft 4 and 2020-12: no `const`, no `if`, no numeric `exclusive…`.
 */
import type { FromSchema } from 'json-schema-to-ts';
import { callbackSecrets, health, job, jobList, problem, upload, usage } from './answers';
import { defaultJobType } from './job';
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
