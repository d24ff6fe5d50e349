/**
 * Runs a handler of either kind: an async one, whose promise counts, or one that answers through its callback or the
 * older `context.done`, `succeed` and `fail`, which Lambda's runtimes up to Node.js 22 serve.
 */
import type { Handler } from './load-handler';

export function runHandler(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let called = false;
    const done = (error: unknown, result?: unknown) => {
      called = true;
      if (error === undefined || error === null) resolve(result);
      else reject(error);
    };
    const full = Object.assign(context, {
      done,
      succeed: (result: unknown) => done(null, result),
      fail: (error: unknown) => done(error ?? 'handled'),
    });
    const returned = handler(event, full, done);
    if (isThenable(returned)) returned.then(resolve, reject);
    // A handler that neither returns a promise nor takes a callback has ended when it returns, and answers null.
    else if (handler.length < 3 && !called) resolve(null);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
