/** The ways in which API Gateway refuses a signature. */
import type { Refusal } from '../../exchange';

/** A type of its own this error does not have: access logs tell of DEFAULT_4XX, whose settings alone count. */
export function incompleteSignature(message: string): Refusal {
  return { ...signatureRefusal('DEFAULT_4XX', message, 'IncompleteSignatureException'), status: 403 };
}

export function invalidSignature(message: string): Refusal {
  return signatureRefusal('INVALID_SIGNATURE', message, 'InvalidSignatureException');
}

export function unrecognizedClient(): Refusal {
  return signatureRefusal(
    'INVALID_SIGNATURE',
    'The security token included in the request is invalid.',
    'UnrecognizedClientException',
  );
}

export function expiredToken(): Refusal {
  return signatureRefusal(
    'EXPIRED_TOKEN',
    'The security token included in the request is expired',
    'ExpiredTokenException',
  );
}

/** The log gets the first line alone: what follows repeats the request with its headers. */
function signatureRefusal(refusal: string, message: string, errorType: string): Refusal {
  return { refusal, message, errorType, reason: message.split('\n', 1)[0] ?? message };
}
