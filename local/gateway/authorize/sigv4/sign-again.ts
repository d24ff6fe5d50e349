/**
 * Signs a received request again with the caller's secret, over the headers it says it signed, so that the two
 * signatures can be compared. The path is encoded once more, as for every service but S3.
 * (AWS IAM user guide, "Create a signed AWS API request".)
 */
import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { getSigningKey, SignatureV4Base } from '@smithy/signature-v4';
import type { GatewayRequest } from '../../exchange';
import { headerValue, queryPairs } from './parse';

export interface SigningScope {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `20261121` */
  readonly date: string;
  /** `20261121T211804Z` */
  readonly time: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

export interface SignedAgain {
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

export const unsignedPayload = 'UNSIGNED-PAYLOAD';

export async function signAgain(request: GatewayRequest, scope: SigningScope): Promise<SignedAgain> {
  const canonicalRequest = canonical.request(request, scope.signedHeaders);
  const stringToSign = await canonical.stringToSign(
    scope.time,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    canonicalRequest,
  );
  const key = await getSigningKey(Sha256, scope, scope.date, scope.region, scope.service);
  const signature = createHmac('sha256', key).update(stringToSign).digest('hex');
  return { signature, canonicalRequest, stringToSign };
}

export function payloadHash(request: GatewayRequest): string {
  return createHash('sha256').update(request.body).digest('hex');
}

class CanonicalForm extends SignatureV4Base {
  constructor() {
    super({
      service: 'execute-api',
      region: 'us-east-1',
      credentials: { accessKeyId: '', secretAccessKey: '' },
      sha256: Sha256,
    });
  }

  request(request: GatewayRequest, signedHeaders: readonly string[]): string {
    const headers = signedHeaders.map(name => [name, trimmed(headerValue(request, name) ?? '')] as const);
    const query: Record<string, string[]> = Object.create(null);
    for (const [name, value] of queryPairs(request.query)) {
      query[name] = [...(query[name] ?? []), value];
    }
    return this.createCanonicalRequest(
      { method: request.method, path: request.path, query, headers: {}, protocol: '', hostname: '' },
      Object.fromEntries(headers),
      headerValue(request, 'x-amz-content-sha256') ?? payloadHash(request),
    );
  }

  stringToSign(time: string, scope: string, canonicalRequest: string): Promise<string> {
    return this.createStringToSign(time, scope, canonicalRequest, 'AWS4-HMAC-SHA256');
  }
}

const canonical = new CanonicalForm();

function trimmed(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}
