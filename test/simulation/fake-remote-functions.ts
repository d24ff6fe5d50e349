/**
 * Functions of others, invoked asynchronously: Lambda runs one twice now and then, an answer gets lost, is late or comes
 * more than once (Lambda developer guide, "Asynchronous invocation").
 */
import type { RemoteJobType } from '../../lambda/core/job/job-type';
import type { RemoteFunctions, RemotePayload } from '../../lambda/core/remote/remote-job';
import type { FakeBlobs } from './fake-blobs';
import type { FakeQueue } from './fake-queue';
import type { Process } from './process';
import type { Dice } from './random';
import type { VirtualTime } from './virtual-time';
import type { Work } from './workload';

export interface FakeRemoteFunctionsOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly blobs: FakeBlobs;
  /** Takes the answers. */
  readonly results: FakeQueue;
  /** Nothing gets lost, late or done twice. */
  readonly calm: boolean;
}

export const remoteWork: RemoteJobType = {
  name: 'remote-work',
  description: 'Simulated work of another function.',
  inputSchema: {},
  remote: { function: 'worker', timeLimitSeconds: 120 },
};

const TWICE = 0.05;
const LOST = 0.03;
const LATE = 0.03;
const LATE_MS = 600_000;

export class FakeRemoteFunctions {
  constructor(private readonly options: FakeRemoteFunctionsOptions) {}

  for(process: Process): RemoteFunctions {
    return { invoke: (_, payload) => process.call(() => this.accept(payload)) };
  }

  private accept(payload: RemotePayload): void {
    const { dice, calm } = this.options;
    const runs = !calm && dice.chance(TWICE) ? 2 : 1;
    for (let run = 0; run < runs; run++) if (calm || !dice.chance(LOST)) this.run(payload);
  }

  private run(payload: RemotePayload): void {
    const { time, dice, results, calm } = this.options;
    const work = this.inputOf(payload);
    const late = !calm && dice.chance(LATE) ? dice.between(0, LATE_MS) : 0;
    time.quietly(time.now + work.milliseconds + late, () => results.deliver(answerOf(payload, work)));
  }

  private inputOf({ input, inputUrl }: RemotePayload): Work & { readonly milliseconds: number } {
    const text = inputUrl === undefined ? JSON.stringify(input) : this.options.blobs.find(inputUrl);
    return JSON.parse(text ?? '');
  }
}

/** The record that Lambda sends to a destination. */
function answerOf(requestPayload: RemotePayload, work: Work) {
  const fails = work.kind === 'remote' && work.fails;
  return {
    version: '1.0',
    requestContext: { condition: fails ? 'RetriesExhausted' : 'Success' },
    requestPayload,
    responsePayload: fails ? { errorMessage: 'It never works.' } : { jobId: requestPayload.jobId },
  };
}
