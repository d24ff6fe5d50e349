/**
 * Verifies a Signature Version 4 request in the order in which AWS complains: what is missing, the date, the
 * credential's scope, the access key, its session, the signature. A signature holds for five minutes either way, a
 * presigned one for as long as it says. (AWS IAM user guide, "Troubleshoot Signature Version 4 signing".)
 */
import { timingSafeEqual } from 'node:crypto';
import { type GatewayRequest, isRefusal, type Refusal } from '../../exchange';
import type { CredentialStore, LocalCredential } from '../credentials';
import { headerValue, readSignature, type SignatureClaim } from './parse';
import { expiredToken, incompleteSignature, invalidSignature, unrecognizedClient } from './refusals';
import { payloadHash, type SignedAgain, signAgain, unsignedPayload } from './sign-again';

export interface VerifyOptions {
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly now: number;
}

const service = 'execute-api';
const toleranceMilliseconds = 5 * 60_000;
const longestExpirySeconds = 7 * 24 * 3600;

export async function verifySignature(
  request: GatewayRequest,
  { credentials, region, now }: VerifyOptions,
): Promise<LocalCredential | Refusal> {
  const claim = readSignature(request);
  if (isRefusal(claim)) return claim;
  const time = signingTime(claim.date);
  if (time === undefined) {
    return incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${claim.date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const untimely = outOfTime(claim, time, now);
  if (untimely) return untimely;
  const [accessKeyId = '', date = '', ...scope] = claim.credential.split('/');
  if (scope.length !== 3) {
    return incompleteSignature(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, ' +
        `got '${claim.credential}'`,
    );
  }
  const misplaced = wrongScope(scope, date, time, region);
  if (misplaced) return invalidSignature(misplaced);
  if (!claim.signedHeaders.includes('host')) {
    return invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const credential = credentials.find(accessKeyId);
  if (credential?.sessionToken !== claim.sessionToken || !credential) return unrecognizedClient();
  if (credential.expiresAt !== undefined && credential.expiresAt <= now) return expiredToken();
  const again = await signAgain(request, {
    accessKeyId,
    secretAccessKey: credential.secretAccessKey,
    date,
    time: basicFormat(time),
    region,
    service,
    signedHeaders: claim.signedHeaders,
  });
  return equal(again.signature, claim.signature) && bodyAsSigned(request) ? credential : mismatch(again);
}

/** The date header may also be in HTTP's own form. */
function signingTime(date: string): number | undefined {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const time = Date.parse(basic ? `${basic.slice(1, 4).join('-')}T${basic.slice(4).join(':')}Z` : date);
  return Number.isNaN(time) ? undefined : time;
}

function outOfTime(claim: SignatureClaim, time: number, now: number): Refusal | undefined {
  const expires = claim.expiresSeconds;
  if (expires !== undefined && !(expires >= 0 && expires <= longestExpirySeconds)) {
    return incompleteSignature(`X-Amz-Expires must be between 0 and ${longestExpirySeconds} seconds.`);
  }
  const validity = expires === undefined ? toleranceMilliseconds : expires * 1000;
  if (time < now - validity) {
    return invalidSignature(
      `Signature expired: ${basicFormat(time)} is now earlier than ${basicFormat(now - validity)} ` +
        `(${basicFormat(now)} - ${Math.round(validity / 60_000)} min.)`,
    );
  }
  if (time > now + toleranceMilliseconds) {
    return invalidSignature(
      `Signature not yet current: ${basicFormat(time)} is still later than ` +
        `${basicFormat(now + toleranceMilliseconds)} (${basicFormat(now)} + 5 min.)`,
    );
  }
  return undefined;
}

/** Everything that is wrong with a credential's scope, in one message. */
function wrongScope(
  scope: readonly string[],
  date: string,
  time: number,
  region: string,
): string | undefined {
  const [claimedRegion, claimedService, terminator] = scope;
  const signed = basicFormat(time);
  const faults = [
    claimedRegion === region ? '' : `Credential should be scoped to a valid region, not '${claimedRegion}'. `,
    claimedService === service ? '' : `Credential should be scoped to correct service: '${service}'. `,
    terminator === 'aws4_request'
      ? ''
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    date === signed.slice(0, 8)
      ? ''
      : 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${date}' != '${signed.slice(0, 8)}', from '${signed}'. `,
  ].join('');
  return faults === '' ? undefined : faults;
}

/** A body hash that the client sends must be the body's, unless it says that the body is not signed. */
function bodyAsSigned(request: GatewayRequest): boolean {
  const claimed = headerValue(request, 'x-amz-content-sha256');
  return claimed === undefined || claimed === unsignedPayload || claimed === payloadHash(request);
}

function equal(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** AWS shows what it signed, so that a client's mistake can be found; an API key in it stays hidden. */
function mismatch({ canonicalRequest, stringToSign }: SignedAgain): Refusal {
  const shown = canonicalRequest.replace(/^x-api-key:.*$/m, 'x-api-key:********');
  return invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.\n\n' +
      `The Canonical String for this request should have been\n'${shown}'\n\n` +
      `The String-to-Sign should have been\n'${stringToSign}'\n`,
  );
}

/** `20261121T211804Z` */
function basicFormat(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
