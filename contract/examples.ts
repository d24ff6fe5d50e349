/** Values that show what the schemas describe; a test checks each against its schema. */
import type { SchemaName } from './schemas';

const job = {
  id: '01K9ZC3V7M4Q8T2N6R0XWBYHJD',
  name: 'november figures',
  type: 'csv-summary',
  status: 'running',
  message: 'job[01K9ZC3V7M4Q8T2N6R0XWBYHJD] is running',
  progress: 0.25,
  progressMessage: '262144 characters read',
  attempts: 1,
  createdAt: '2026-11-20T09:00:00.000Z',
  startedAt: '2026-11-20T09:00:00.120Z',
  links: {
    self: 'https://api.example.com/jobs/01K9ZC3V7M4Q8T2N6R0XWBYHJD',
    cancel: 'https://api.example.com/jobs/01K9ZC3V7M4Q8T2N6R0XWBYHJD/cancel',
  },
};

export const examples: readonly { readonly schema: SchemaName; readonly value: unknown }[] = [
  { schema: 'SubmitJob', value: { name: 'new_job_xyz' } },
  {
    schema: 'SubmitJob',
    value: {
      name: 'november figures',
      type: 'csv-summary',
      input: { csv: 'day,orders\n1,17\n2,23\n' },
      deadlineSeconds: 3_600,
      callbackUrl: 'https://example.com/jobs-done',
    },
  },
  { schema: 'Job', value: job },
  { schema: 'JobList', value: { jobs: [job], nextCursor: 'WyIxNzYzNjI5MjAwMDAwIl0' } },
  {
    schema: 'CreateUpload',
    value: {
      bytes: 73_400_320,
      sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      fileName: 'orders.csv',
      contentType: 'text/csv',
    },
  },
  {
    schema: 'Problem',
    value: {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'This is not a job that can be submitted; see errors.',
      code: 'invalid_request',
      requestId: '6f1e3b0e-9f0a-4d8c-a1c0-0f2b8f5d7e11',
      message: 'Invalid request body',
      errors: [{ field: 'name', detail: 'is required' }],
    },
  },
];
