import { isNativeError } from 'node:util/types';

/** A mistake that the operator can mend: its message is all they see, without a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Services answer these names when the caller's credentials, rights or region are at fault. */
const remedies: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'No AWS credentials were found: sign in with `aws sso login`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  TooManyRequestsException:
    'API Gateway takes only so many changes of an account at a time, and went on refusing: run the same again in a minute',
  ExpiredTokenException: 'The AWS credentials have expired: sign in again',
  UnrecognizedClientException:
    'AWS does not know these credentials: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  InvalidClientTokenId:
    'AWS does not know these credentials: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
};

const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'];

/** Where no AWS service has spoken, but the network or something else at the address. */
function noService(
  error: Error & { readonly code?: unknown; readonly $response?: unknown },
): string | undefined {
  const check = 'check the network, the region and AWS_ENDPOINT_URL';
  if (unreachable.includes(String(error.code))) return `AWS cannot be reached (${error.message}): ${check}.`;
  // The SDK's own words when an answer is neither JSON nor XML of a service.
  if (!/Deserialization error/.test(error.message)) return undefined;
  return `What answered is no AWS service (${error.message.split('\n')[0]}): ${check}.`;
}

/** Words an error of any origin for the operator. SDK errors keep the service's own message; none holds a key's value. */
export function explain(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  if (!isNativeError(error)) return String(error);
  const remedy = remedies[error.name];
  if (remedy) return `${remedy}. (${error.name})`;
  const elsewhere = noService(error);
  if (elsewhere) return elsewhere;
  return error.name === 'Error' ? error.message : `${error.message} (${error.name})`;
}
