/** Integrations have 29 seconds, or what the template sets; what they do afterwards is nobody's concern any more. */
import { integrationTimeout } from '../gateway-response/refusals';
import type { IntegrationRefusal } from './integration';

export function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  milliseconds: number,
): Promise<T | IntegrationRefusal> {
  return new Promise((resolve, reject) => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      resolve({ ...integrationTimeout('Execution failed due to a timeout error'), traced: true });
      abort.abort();
    }, milliseconds);
    work(abort.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
