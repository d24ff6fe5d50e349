import type { RemoteFunctions } from '../core/remote/remote-job';
import { once } from './once';

/** Remote functions by their ARNs; the client is loaded by the first remote job, if ever one comes. */
export function lazyRemoteFunctions(arns: Readonly<Record<string, string>>): RemoteFunctions {
  const functions = once(async () => {
    const { lambdaRemoteFunctions } = await import('./lambda-remote-functions');
    return lambdaRemoteFunctions(arns);
  });
  return { invoke: async (...request) => (await functions()).invoke(...request) };
}
