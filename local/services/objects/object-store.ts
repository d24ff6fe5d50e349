/**
 * Objects on disk: a file for the bytes and one for what is known of them. The second is renamed into place last, so
 * that an object is there whole or not at all, whenever the process is killed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: number;
  /** Headers that a reader gets back: content type and disposition, `x-amz-meta-…`, checksums. */
  readonly headers: Readonly<Record<string, string>>;
  /** File that holds the bytes, in the bucket's folder. */
  readonly file: string;
}

/** Bytes written to disk that belong to no object yet. */
export interface StagedBytes {
  readonly file: string;
  readonly size: number;
  readonly md5: string;
  readonly digests: Readonly<Record<string, string>>;
}

export class ObjectStore {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    for (const bucket of readdirSync(directory)) this.buckets.set(bucket, this.load(bucket));
  }

  /** Returns false when the bucket was there. */
  createBucket(bucket: string): boolean {
    if (this.buckets.has(bucket)) return false;
    mkdirSync(join(this.directory, bucket), { recursive: true });
    this.buckets.set(bucket, new Map());
    return true;
  }

  bucketNames(): string[] {
    return [...this.buckets.keys()].sort();
  }

  objects(bucket: string): ReadonlyMap<string, StoredObject> | undefined {
    return this.buckets.get(bucket);
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.buckets.get(bucket)?.get(key);
  }

  /** Writes a body to disk while its digests are computed, without holding it in memory. */
  async stage(bucket: string, body: Readable, algorithms: readonly string[] = []): Promise<StagedBytes> {
    const file = `${randomUUID()}.bytes`;
    const hashes = new Map(['md5', ...algorithms].map(name => [name, createHash(name)]));
    let size = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        for (const hash of hashes.values()) hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(body, meter, createWriteStream(this.path(bucket, file)));
    } catch (error) {
      await rm(this.path(bucket, file), { force: true });
      throw error;
    }
    const digests = Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest('base64')]));
    return { file, size, md5: Buffer.from(digests['md5'] ?? '', 'base64').toString('hex'), digests };
  }

  async commit(bucket: string, object: StoredObject): Promise<void> {
    const objects = this.buckets.get(bucket);
    const descriptor = this.path(bucket, descriptorName(object.key));
    await writeFile(`${descriptor}.${object.file}`, JSON.stringify(object));
    await rename(`${descriptor}.${object.file}`, descriptor);
    const previous = objects?.get(object.key);
    objects?.set(object.key, object);
    if (previous) await this.discard(bucket, previous.file);
  }

  async delete(bucket: string, key: string): Promise<void> {
    const objects = this.buckets.get(bucket);
    const object = objects?.get(key);
    if (!object) return;
    objects?.delete(key);
    await rm(this.path(bucket, descriptorName(key)), { force: true });
    await this.discard(bucket, object.file);
  }

  discard(bucket: string, file: string): Promise<void> {
    return rm(this.path(bucket, file), { force: true });
  }

  read(bucket: string, file: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.path(bucket, file), range);
  }

  path(bucket: string, file: string): string {
    return join(this.directory, bucket, file);
  }

  /** Reads the descriptors and removes what an interrupted write left behind. */
  private load(bucket: string): Map<string, StoredObject> {
    const files = readdirSync(join(this.directory, bucket));
    const objects = files
      .filter(file => file.endsWith('.json'))
      .map((file): StoredObject => JSON.parse(readFileSync(this.path(bucket, file), 'utf8')));
    const wanted = new Set(objects.flatMap(({ file, key }) => [file, descriptorName(key)]));
    for (const file of files)
      if (!wanted.has(file)) rmSync(this.path(bucket, file), { force: true, recursive: true });
    return new Map(objects.map(object => [object.key, object]));
  }
}

/** Keys may hold any character and any length that no file name may, so files are named by a digest of the key. */
function descriptorName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.json`;
}
