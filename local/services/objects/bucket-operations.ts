/** Operations on buckets: create, list, and ListObjects in both versions. */
import type { ObjectStore, StoredObject } from './object-store';
import { escapeXml } from './s3-error';
import type { S3Request, S3Response } from './s3-server';

const xmlHeaders = { 'content-type': 'application/xml' };

export function createBucket(store: ObjectStore, bucket: string): S3Response {
  store.createBucket(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
}

export function listBuckets(store: ObjectStore): S3Response {
  const buckets = store.bucketNames().map(name => `<Bucket><Name>${escapeXml(name)}</Name></Bucket>`);
  return xml('ListAllMyBucketsResult', `<Buckets>${buckets.join('')}</Buckets>`);
}

export function xml(element: string, inner: string): S3Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${element} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${element}>`;
  return { status: 200, headers: xmlHeaders, body };
}

export function listObjects({ store, bucket, query }: S3Request): S3Response {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? query.get('marker') ?? '') : fromToken(token);
  const page = takePage([...(store.objects(bucket)?.values() ?? [])], { prefix, delimiter, limit, after });
  const contents = page.objects.map(
    object =>
      `<Contents><Key>${escapeXml(object.key)}</Key><LastModified>${new Date(object.lastModified).toISOString()}</LastModified>` +
      `<ETag>${escapeXml(object.etag)}</ETag><Size>${object.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = page.prefixes.map(
    value => `<CommonPrefixes><Prefix>${escapeXml(value)}</Prefix></CommonPrefixes>`,
  );
  const next =
    page.next === undefined
      ? ''
      : `<NextContinuationToken>${toToken(page.next)}</NextContinuationToken><NextMarker>${escapeXml(page.next)}</NextMarker>`;
  return xml(
    'ListBucketResult',
    `<Name>${escapeXml(bucket)}</Name><Prefix>${escapeXml(prefix)}</Prefix><MaxKeys>${limit}</MaxKeys>` +
      `<KeyCount>${page.objects.length + page.prefixes.length}</KeyCount>` +
      `<IsTruncated>${page.next !== undefined}</IsTruncated>${next}${contents.join('')}${prefixes.join('')}`,
  );
}

interface Page {
  readonly objects: StoredObject[];
  readonly prefixes: string[];
  /** The last key or prefix of the page when more follows. */
  readonly next?: string;
}

function takePage(
  all: readonly StoredObject[],
  { prefix, delimiter, limit, after }: { prefix: string; delimiter: string; limit: number; after: string },
): Page {
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last = '';
  const matching = all
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  for (const object of matching) {
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? object.key : object.key.slice(0, end + delimiter.length);
    if (
      entry === prefixes.at(-1) ||
      (after !== '' && Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0)
    )
      continue;
    if (objects.length + prefixes.length >= limit) return { objects, prefixes, next: last };
    if (end < 0) objects.push(object);
    else prefixes.push(entry);
    last = entry;
  }
  return { objects, prefixes };
}

const toToken = (key: string) => Buffer.from(key).toString('base64url');
const fromToken = (token: string) => Buffer.from(token, 'base64url').toString();
