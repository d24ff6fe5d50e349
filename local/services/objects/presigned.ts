/**
 * Checks presigned requests: that they have not expired and that the headers they bind are there as signed. The
 * signature is computed again with the local secret, so a changed key, length or checksum is refused as on S3.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error';
import type { S3Request } from './s3-server';

/** Every function of a local run has these credentials. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

export function checkPresigned(request: S3Request, now: number): void {
  const { query } = request;
  const signature = query.get('X-Amz-Signature');
  if (signature === null) return;
  const stamp = query.get('X-Amz-Date') ?? '';
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const seconds = Number(query.get('X-Amz-Expires'));
  if (!(now < signedAt + seconds * 1000)) throw new S3Error(403, 'AccessDenied', 'Request has expired');
  const expected = Buffer.from(sign(request, stamp), 'hex');
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
}

/** Signature Version 4 with the payload unsigned, as presigned addresses have it. */
function sign({ method, bucket, key, query, headers }: S3Request, stamp: string): string {
  const [, date = '', region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonicalQuery = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const path = `/${[bucket, ...key.split('/')].map(encode).join('/')}`;
  const canonicalHeaders = signed
    .map(name => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const payloadHash =
    query.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const canonical = [method, path, canonicalQuery, canonicalHeaders, signed.join(';'), payloadHash].join(
    '\n',
  );
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  let secret: string | Buffer = `AWS4${localCredentials.secretAccessKey}`;
  for (const part of [date, region, service, 'aws4_request'])
    secret = createHmac('sha256', secret).update(part).digest();
  return createHmac('sha256', secret).update(text).digest('hex');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
