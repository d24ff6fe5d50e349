import { type LocalJobType, PermanentFailure } from '../core/job/job-type';

interface Input {
  readonly mode?: 'throw' | 'permanent' | 'hang' | 'block' | 'memory' | 'exit';
  readonly times?: number;
  readonly message?: string;
}

const fail: LocalJobType<Input | undefined> = {
  name: 'fail',
  description: 'Fails in the way it is told to; for trying out retries, time limits and errors.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mode: {
        type: 'string',
        enum: ['throw', 'permanent', 'hang', 'block', 'memory', 'exit'],
        description:
          'throw an error (default), throw one that is not worth a retry, never end, hold up the whole worker, ' +
          'use up its memory, or end its process',
      },
      times: {
        type: 'integer',
        minimum: 0,
        description: 'Succeed after this many attempts; never by default.',
      },
      message: { type: 'string', minLength: 1, maxLength: 500, description: 'The words of the error.' },
    },
  },
  async run({ input = {}, attempt }) {
    const {
      mode = 'throw',
      times = Number.POSITIVE_INFINITY,
      message = 'The job failed, as it was told to.',
    } = input;
    if (attempt > times) return { attempts: attempt };
    await failures[mode](message);
    return null;
  },
};
export default fail;

const failures: Record<NonNullable<Input['mode']>, (message: string) => Promise<void>> = {
  async throw(message) {
    throw new Error(message);
  },
  async permanent(message) {
    throw new PermanentFailure(message);
  },
  hang: () => new Promise(() => {}),
  async block() {
    for (;;);
  },
  async memory() {
    const kept: number[][] = [];
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  async exit() {
    process.exit(1);
  },
};
