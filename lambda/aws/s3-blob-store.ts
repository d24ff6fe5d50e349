import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentDisposition, wellFormed } from '../core/files/content-disposition';
import type { BlobAbout, BlobStore } from '../core/ports';
import { patience } from './patience';
import { calling } from './unavailable';

const FILE_NAME = 'file-name';

/** Payloads are large, so they may take longer. */
export function s3Client(): S3Client {
  return new S3Client({
    requestHandler: { ...patience, requestTimeout: 20_000 },
    // Otherwise links would be signed for a digest that only the SDK knows how to make.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

/** Payloads and files as objects of a bucket. */
export function s3BlobStore(client: S3Client, bucket: string): BlobStore {
  const objectOf = async (key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error(`The object ${key} has no body.`);
    return Body;
  };

  return {
    async put(key, body, about) {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...stored(about) });
      await calling('Storing a payload', () => client.send(command));
    },
    get: key => calling('Reading a payload', async () => (await objectOf(key)).transformToByteArray()),
    async *read(key) {
      const body = await calling('Reading a file', () => objectOf(key));
      yield* body as unknown as AsyncIterable<Uint8Array>;
    },
    async describe(key) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      try {
        const found = await calling('Looking for a file', () => client.send(command));
        const fileName = found.Metadata?.[FILE_NAME];
        return {
          bytes: found.ContentLength ?? 0,
          contentType: found.ContentType ?? 'application/octet-stream',
          ...(fileName !== undefined && { fileName: decodeURIComponent(fileName) }),
        };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async uploadLink(key, { bytes, sha256, ...about }, seconds) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: bytes,
        ChecksumSHA256: sha256,
        ...stored(about),
      });
      const name = stored(about).Metadata?.[FILE_NAME];
      const headers = {
        'content-type': about.contentType,
        'x-amz-checksum-sha256': sha256,
        ...(name !== undefined && { [`x-amz-meta-${FILE_NAME}`]: name }),
      };
      // Signed as headers, not as parts of the query: S3 checks the digest of what arrives only by the header.
      const signed = new Set([...Object.keys(headers), 'content-length']);
      const options = { expiresIn: seconds, signableHeaders: signed, unhoistableHeaders: signed };
      return { url: await getSignedUrl(client, command, options), headers };
    },
    downloadLink(key, { contentType, fileName }, seconds) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: contentType,
        ...(fileName !== undefined && { ResponseContentDisposition: contentDisposition(fileName) }),
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
  };
}

/** Of what is not there, S3 says 403 to those who may not list the bucket. */
function isMissing(error: unknown): boolean {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404 || $metadata?.httpStatusCode === 403;
}

/** S3 keeps metadata in ASCII. */
function stored({ contentType, fileName }: BlobAbout) {
  return {
    ContentType: contentType,
    ...(fileName !== undefined && { Metadata: { [FILE_NAME]: encodeURIComponent(wellFormed(fileName)) } }),
  };
}
