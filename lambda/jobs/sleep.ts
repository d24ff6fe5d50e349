import { setTimeout as sleepFor } from 'node:timers/promises';
import type { LocalJobType } from '../core/job/job-type';

interface Input {
  readonly seconds: number;
}

const STEPS_AT_LEAST = 20;
const SAVE_EVERY_SECONDS = 5;
const SAVES_AT_LEAST = 4;

const sleep: LocalJobType<Input> = {
  name: 'sleep',
  description: 'Waits, reporting its progress; for trying out long work, cancelling and time limits.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: {
      seconds: {
        type: 'number',
        minimum: 0,
        maximum: 86_400,
        description:
          'How long to wait; workers take a job twenty times, so twenty times their time limit at the most.',
      },
    },
  },
  async run({ input: { seconds }, saved, save, signal, progress }) {
    const steps = Math.max(STEPS_AT_LEAST, Math.ceil(seconds));
    const stepsASave = Math.min(
      Math.ceil((SAVE_EVERY_SECONDS * steps) / Math.max(seconds, 1)),
      steps / SAVES_AT_LEAST,
    );
    for (let step = stepOf(saved) + 1; step <= steps; step++) {
      await sleepFor((seconds * 1_000) / steps, undefined, { signal });
      progress(step / steps, `${((seconds * step) / steps).toFixed(1)} of ${seconds} s`);
      if (step % Math.ceil(stepsASave) === 0) await save({ step });
    }
    return { slept: seconds };
  },
};
export default sleep;

/** Where an earlier attempt was when its worker's time was up. */
function stepOf(saved: unknown): number {
  return typeof saved === 'object' && saved !== null && 'step' in saved ? Number(saved.step) : 0;
}
