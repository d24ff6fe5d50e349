/** Integrations have 29 seconds, or what the template sets; what they do afterwards is nobody's concern any more. */
import { integrationTimeout } from '../gateway-response/refusals';
import type { IntegrationRefusal } from './integration';

export function withTimeout<T>(
  work: Promise<T>,
  milliseconds: number,
  giveUp?: () => void,
): Promise<T | IntegrationRefusal> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve({ ...integrationTimeout('Execution failed due to a timeout error'), traced: true });
      giveUp?.();
    }, milliseconds);
    work.then(
      result => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
