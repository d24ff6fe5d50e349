/**
 * Reads what a Signature Version 4 request says of itself, from the Authorization header or from the query string, and
 * complains as AWS does about what is missing. The header is never shown, only its digest.
 * (AWS IAM user guide, "Signature Version 4 request elements"; recorded answers.)
 */
import { createHash } from 'node:crypto';
import type { GatewayRequest, Refusal } from '../../exchange';
import { missingAuthenticationToken } from '../../gateway-response/refusals';
import { incompleteSignature } from './refusals';

export interface SignatureClaim {
  readonly form: 'header' | 'query';
  /** `key/date/region/service/aws4_request` */
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As sent. */
  readonly date: string;
  readonly sessionToken: string | undefined;
  /** Of a presigned request. */
  readonly expiresSeconds: number | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';

export function readSignature(request: GatewayRequest): SignatureClaim | Refusal {
  const authorization = headerValue(request, 'authorization');
  if (authorization) return readHeader(request, authorization);
  const query = new Map(queryPairs(request.query));
  return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature') || query.has('X-Amz-Credential')
    ? readQuery(query)
    : missingAuthenticationToken('The request is not signed');
}

function readHeader(request: GatewayRequest, authorization: string): SignatureClaim | Refusal {
  const [scheme = '', ...rest] = authorization.trim().split(/\s+/);
  if (scheme.includes('=')) {
    return incompleteSignature(
      'Authorization header must begin with the algorithm name, which cannot include an equal-sign. ' +
        `(hashed with SHA-256 and encoded with Base64): '${digest(authorization)}'.`,
    );
  }
  const parts = rest
    .join(' ')
    .split(/[\s,]+/)
    .filter(part => part !== '');
  if (parts.length === 0 || parts.some(part => !part.includes('='))) {
    return incompleteSignature(
      'Invalid key=value pair (missing equal-sign) in Authorization header ' +
        `(hashed with SHA-256 and encoded with Base64): '${digest(authorization)}'.`,
    );
  }
  const values = new Map(parts.map(part => split(part, '=')));
  const date = headerValue(request, 'x-amz-date') ?? headerValue(request, 'date');
  const missing = [
    ...['Credential', 'Signature', 'SignedHeaders']
      .filter(name => !values.get(name))
      .map(name => `Authorization header requires '${name}' parameter. `),
    ...(date
      ? []
      : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "]),
  ];
  if (missing.length > 0 || !date) {
    return incompleteSignature(
      `${missing.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization=${digest(authorization)}`,
    );
  }
  if (scheme !== algorithm) return incompleteSignature(`Unsupported AWS 'algorithm': '${scheme}'.`);
  return {
    form: 'header',
    credential: values.get('Credential') ?? '',
    signedHeaders: (values.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: values.get('Signature') ?? '',
    date,
    sessionToken: headerValue(request, 'x-amz-security-token'),
    expiresSeconds: undefined,
  };
}

function readQuery(query: ReadonlyMap<string, string>): SignatureClaim | Refusal {
  const missing = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
    'X-Amz-Date',
  ]
    .filter(name => !query.get(name))
    .map(name => `AWS query-string parameters must include '${name}'. `);
  if (missing.length > 0) {
    return incompleteSignature(`${missing.join('')}Re-examine the query-string parameters.`);
  }
  const named = query.get('X-Amz-Algorithm') ?? '';
  if (named !== algorithm) return incompleteSignature(`Unsupported AWS 'algorithm': '${named}'.`);
  const expires = query.get('X-Amz-Expires');
  return {
    form: 'query',
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    sessionToken: query.get('X-Amz-Security-Token'),
    expiresSeconds: expires === undefined ? undefined : Number(expires),
  };
}

/** All values of a header, as the canonical form joins them. */
export function headerValue(request: GatewayRequest, name: string): string | undefined {
  const values = request.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

/** Names and values of a query, percent escapes decoded; a plus sign is one. */
export function queryPairs(query: string): (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter(pair => pair !== '')
    .map(pair => {
      const [name, value] = split(pair, '=');
      return [decoded(name), decoded(value)] as const;
    });
}

function split(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
