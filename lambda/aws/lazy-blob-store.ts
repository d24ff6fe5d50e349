import type { BlobStore } from '../core/ports';
import { once } from './once';

/**
 * A blob store whose module is loaded when it is first used. The S3 client is a third of what a cold function loads,
 * and most requests and jobs are small enough never to need it.
 */
export function lazyBlobStore(load: () => Promise<BlobStore>): BlobStore {
  const store = once(load);
  return {
    put: async (...args) => (await store()).put(...args),
    get: async key => (await store()).get(key),
    async *read(key) {
      yield* (await store()).read(key);
    },
    describe: async key => (await store()).describe(key),
    uploadLink: async (...args) => (await store()).uploadLink(...args),
    downloadLink: async (...args) => (await store()).downloadLink(...args),
  };
}

export function bucketBlobStore(bucketName: string): BlobStore {
  return lazyBlobStore(async () => {
    const { s3BlobStore, s3Client } = await import('./s3-blob-store');
    return s3BlobStore(s3Client(), bucketName);
  });
}
