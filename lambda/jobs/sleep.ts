import { setTimeout as sleepFor } from 'node:timers/promises';
import type { LocalJobType } from '../core/job-type';

interface Input {
  readonly seconds: number;
}

const STEPS = 20;

const sleep: LocalJobType<Input> = {
  name: 'sleep',
  description: 'Waits, reporting its progress; for trying out long work, cancelling and time limits.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: {
      seconds: { type: 'number', minimum: 0, maximum: 86_400, description: 'How long to wait.' },
    },
  },
  async run({ input, signal, progress }) {
    for (let step = 1; step <= STEPS; step++) {
      await sleepFor((input.seconds * 1_000) / STEPS, undefined, { signal });
      progress(step / STEPS, `${((input.seconds * step) / STEPS).toFixed(1)} of ${input.seconds} s`);
    }
    return { slept: input.seconds };
  },
};
export default sleep;
