/** Turns a fact's request into bytes for a target and sends it. */
import { deflateSync, gzipSync } from 'node:zlib';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { FactRequest, RequestBody, Signing } from './fact';
import { exchange, type RawRequest, type RawResponse } from './raw-http';
import type { Target } from './target';

const UNKNOWN_ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';

export async function send(target: Target, fixture: string, request: FactRequest): Promise<RawResponse> {
  const base = target.urlOf(fixture, request.from);
  const body = request.body === undefined ? undefined : bytesOf(request.body);
  const headers = headersOf(request, base, body, target);
  const raw: RawRequest = {
    method: request.method,
    target: target.pathOf(request.path),
    headers,
    ...(body && { body }),
  };
  return exchange(base, request.sign ? await sign(raw, request.sign, target) : raw);
}

export function bytesOf(body: RequestBody): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if ('hex' in body) return Buffer.from(body.hex, 'hex');
  if ('gzip' in body) return gzipSync(body.gzip);
  if ('deflate' in body) return deflateSync(body.deflate);
  if ('chunked' in body) return chunked(Buffer.alloc(body.chunked, 'a'));
  return Buffer.alloc(body.bytes, 'a');
}

const CHUNK = 65_536;

function chunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const part = bytes.subarray(at, at + CHUNK);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

function headersOf(
  request: FactRequest,
  base: URL,
  body: Buffer | undefined,
  target: Target,
): (readonly [string, string])[] {
  const given = Object.entries(request.headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(one => [name, one] as const),
  );
  const has = (name: string) => given.some(([known]) => known.toLowerCase() === name);
  return [
    ...(has('host') ? [] : [['Host', base.host] as const]),
    ...given,
    ...('upstream' in request ? [['X-Answer', encoded(request.upstream)] as const] : []),
    ...(request.authorizer
      ? [
          [
            request.authorizer.header ?? 'Authorization',
            `answer ${encoded(request.authorizer.answer)}`,
          ] as const,
        ]
      : []),
    ...(request.token ? [['Authorization', target.token(request.token)] as const] : []),
    ...(body && !has('content-length') && !has('transfer-encoding')
      ? [['Content-Length', String(body.length)] as const]
      : []),
  ];
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function sign(request: RawRequest, how: Signing, target: Target): Promise<RawRequest> {
  const { accessKeyId, secretAccessKey, region } = target.credentials;
  const [path = '', query = ''] = request.target.split('?');
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: how.accessKey === 'unknown' ? UNKNOWN_ACCESS_KEY : accessKeyId,
      secretAccessKey: how.secret === 'wrong' ? `${secretAccessKey}-not` : secretAccessKey,
    },
    region: how.region ?? region,
    service: how.service ?? 'execute-api',
    sha256: Sha256,
  });
  const unsigned = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path,
    query: queryMap(query),
    headers: Object.fromEntries(request.headers),
    ...(request.body && { body: request.body }),
  };
  const signingDate = new Date(target.now() + (how.skew ?? 0) * 1_000);
  if (how.inQuery) {
    const presigned = await signer.presign(unsigned, { signingDate, expiresIn: 300 });
    const signedQuery = new URLSearchParams(presigned.query as Record<string, string>);
    return { ...request, target: `${path}?${signedQuery}` };
  }
  const signed = await signer.sign(unsigned, { signingDate });
  return tampered({ ...request, headers: Object.entries(signed.headers) }, how.tamper);
}

function queryMap(query: string): Record<string, string[]> {
  const map: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) map[name] = [...(map[name] ?? []), value];
  return map;
}

function tampered(request: RawRequest, what: Signing['tamper']): RawRequest {
  if (what === 'query') return { ...request, target: `${request.target}?added=1` };
  if (what === 'body') return { ...request, body: Buffer.from(String(request.body ?? '').replace(/./, '!')) };
  if (what === 'header')
    return {
      ...request,
      headers: request.headers.map(([name, value]) => [name, name === 'x-signed' ? 'changed' : value]),
    };
  return request;
}
