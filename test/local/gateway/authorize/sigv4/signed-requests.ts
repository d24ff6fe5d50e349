/** Requests that the SDK signs, as they come off the wire, and what is said of them. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LocalCredential } from '../../../../../local/gateway/authorize/credentials';
import { verifySignature } from '../../../../../local/gateway/authorize/sigv4/verify';
import { type GatewayRequest, isRefusal } from '../../../../../local/gateway/exchange';

export const now = Date.parse('2026-11-21T12:00:00Z');
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const longTerm: LocalCredential = {
  accessKeyId: 'AKIALOCAL',
  secretAccessKey,
  principalArn: 'arn:aws:iam::000000000000:user/local',
  principalId: 'AIDALOCAL',
};
export const temporary: LocalCredential = {
  ...longTerm,
  accessKeyId: 'ASIALOCAL',
  sessionToken: 'token/+=',
  expiresAt: now + 1,
};
const known = [longTerm, temporary];
export const credentials = { find: (id: string) => known.find(({ accessKeyId }) => accessKeyId === id) };

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
export interface By {
  readonly credential?: Partial<LocalCredential>;
  readonly region?: string;
  readonly service?: string;
  readonly at?: number;
  readonly presigned?: number;
}

/** A request as the SDK signs it, put on the wire as the SDK's client would. */
export async function signed(
  { method = 'GET', path = '/dev/jobs', query = {}, headers = {}, body }: Sent = {},
  { credential = {}, region = 'us-east-1', service = 'execute-api', at = now, presigned }: By = {},
): Promise<GatewayRequest> {
  const { accessKeyId, secretAccessKey: secret, sessionToken } = { ...longTerm, ...credential };
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: secret, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service,
    sha256: Sha256,
  });
  const request = {
    method,
    path,
    query,
    headers: { host: '127.0.0.1:3000', ...headers },
    body,
    protocol: 'http:',
    hostname: '127.0.0.1',
  };
  const signingDate = new Date(at);
  const result = presigned
    ? await signer.presign(request, { signingDate, expiresIn: presigned })
    : await signer.sign(request, { signingDate });
  return received(result.method, result.path, result.query ?? {}, result.headers, body);
}

export function received(
  method: string,
  path: string,
  query: Record<string, string | string[] | null>,
  headers: Record<string, string>,
  body = '',
): GatewayRequest {
  return {
    method,
    path,
    query: Object.entries(query)
      .flatMap(([name, value]) =>
        [value].flat().map(one => [name, one ?? ''].map(encodeURIComponent).join('=')),
      )
      .join('&'),
    headers: Object.entries(headers),
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
    protocol: 'HTTP/1.1',
    receivedAt: now,
  };
}

export const verify = (request: GatewayRequest, at = now) =>
  verifySignature(request, { credentials, region: 'us-east-1', now: at });
/** The message of a refusal, after its type. */
export const complaint = async (request: GatewayRequest, at?: number) => {
  const result = await verify(request, at);
  return isRefusal(result) ? `${result.errorType}: ${result.message}` : 'accepted';
};
export const withHeader = (name: string, value: string): GatewayRequest => ({
  ...received('GET', '/dev/jobs', {}, { host: 'h' }),
  headers: [
    ['Host', 'h'],
    [name, value],
  ],
});
