import { environment } from '../../contract/environment';
import { type LocalJobType, PermanentFailure } from '../core/job/job-type';
import { readBackends } from './http/backends';
import { callBackend } from './http/call';

interface Input {
  readonly backend: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutSeconds?: number;
}

/** Read by the first job, so that a mistake in them stops no job of another type. */
let backends: ReturnType<typeof readBackends> | undefined;

const http: LocalJobType<Input> = {
  name: 'http',
  description:
    'Calls a private back end through the VPC and keeps its answer. A 5xx or no answer is tried again.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['backend'],
    properties: {
      backend: { type: 'string', description: 'Name of a back end of the stage’s private API.' },
      method: { type: 'string', enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] },
      path: {
        type: 'string',
        pattern: '^/[^\\s#]*$',
        maxLength: 2000,
        description: '`/` by default; may hold a query.',
      },
      headers: {
        type: 'object',
        maxProperties: 50,
        additionalProperties: { type: 'string', maxLength: 4000, pattern: '^[\\t\\x20-\\x7e]*$' },
      },
      body: { description: 'A text as it is; anything else as JSON.' },
      timeoutSeconds: { type: 'number', minimum: 1, maximum: 300 },
    },
  },
  async run({ input, signal, jobId }) {
    backends ??= readBackends(process.env[environment.privateBackends]);
    const backend = backends.get(input.backend);
    if (backend === undefined) {
      const known = [...backends.keys()].join(', ') || 'none; the stage config has no private.api with jobs';
      throw new PermanentFailure(`There is no back end ${JSON.stringify(input.backend)}. Known: ${known}.`);
    }
    const answer = await callBackend(backend, {
      method: input.method ?? 'GET',
      path: input.path ?? '/',
      // A job may run more than once; a back end that knows the key does the work once.
      headers: { 'idempotency-key': jobId, ...input.headers },
      body: input.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout((input.timeoutSeconds ?? 30) * 1000)]),
    });
    if (answer.status >= 500) throw new Error(`The back end ${input.backend} answered ${answer.status}.`);
    return answer;
  },
};
export default http;
