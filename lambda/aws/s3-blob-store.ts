import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BlobStore } from '../core/ports';
import { calling } from './unavailable';

/** Payloads too large for an item, as objects of a bucket. */
export function s3BlobStore(client: S3Client, bucket: string): BlobStore {
  return {
    async put(key, body, contentType) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
      });
      await calling('Storing a payload', () => client.send(command));
    },
    async get(key) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      return calling('Reading a payload', async () => {
        const { Body } = await client.send(command);
        if (!Body) throw new Error(`The object ${key} has no body.`);
        return Body.transformToString();
      });
    },
  };
}
