import type { Context } from 'aws-lambda';
import type { Log, LogFields } from '../core/ports';
import { type AnnouncePorts, announce } from '../core/unhandled/announce';
import { jsonLog, toStandardOutput } from './log';
import { systemClock } from './system';

export interface Invocation {
  readonly requestId: string;
  /** Every line bears the request's id; what is logged as an error is announced. */
  readonly log: Log;
  /** Epoch milliseconds at which the function is stopped. */
  readonly until: number;
}

/**
 * A function's handler: one log per invocation, and errors announced before the invocation ends, because afterwards
 * Lambda freezes the process and whatever it still wanted to send.
 */
export function lambdaHandler<Event, Result>(
  announcements: AnnouncePorts | undefined,
  run: (event: Event, invocation: Invocation) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return async (event, context) => {
    const { awsRequestId: requestId, functionName } = context;
    const plain = jsonLog(toStandardOutput, { requestId });
    const sending: Promise<void>[] = [];
    const log: Log = {
      ...plain,
      error(message: string, fields: LogFields = {}) {
        plain.error(message, fields);
        const { error } = fields;
        if (!announcements || !(error instanceof Error)) return;
        const announcement = announce(announcements, { functionName, requestId, message, error });
        sending.push(
          announcement.catch(failure => plain.warn('An error was not announced.', { error: failure })),
        );
      },
    };
    try {
      return await run(event, {
        requestId,
        log,
        until: systemClock.now() + context.getRemainingTimeInMillis(),
      });
    } catch (error) {
      log.error('An invocation failed.', { error });
      throw error;
    } finally {
      await Promise.all(sending);
    }
  };
}
