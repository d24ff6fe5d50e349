import { lazyBlobStore } from '../../../lambda/aws/lazy-blob-store';
import { MemoryBlobs } from '../core/fakes';

test('a store is loaded when it is first used, and once', async () => {
  let loads = 0;
  const blobs = lazyBlobStore(async () => {
    loads += 1;
    return new MemoryBlobs();
  });
  expect(loads).toBe(0);
  await Promise.all([blobs.put('a', 'x', { contentType: 'text/plain' }), blobs.describe('b')]);
  expect(Buffer.from(await blobs.get('a')).toString()).toBe('x');
  const read: Uint8Array[] = [];
  for await (const chunk of blobs.read('a')) read.push(chunk);
  expect(read).toHaveLength(1);
  expect(loads).toBe(1);
});
