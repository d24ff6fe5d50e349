/** The ways in which API Gateway refuses a signature. */
import type { Refusal } from '../../exchange';

export function incompleteSignature(message: string): Refusal {
  return signatureRefusal('INVALID_SIGNATURE', message, 'IncompleteSignatureException');
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
