import type { BlobStore } from '../../lambda/core/ports';
import type { Process } from './process';

/** The bucket: objects that a put makes or replaces as a whole. */
export class FakeBlobs {
  private readonly objects = new Map<string, string>();

  /** @param keyOf under which key an object is really kept; a mutation gives several the same */
  constructor(private readonly keyOf: (key: string) => string) {}

  find(key: string): string | undefined {
    return this.objects.get(this.keyOf(key));
  }

  for(process: Process): BlobStore {
    const get = async (key: string) => {
      const text = await process.call(() => this.find(key));
      if (text === undefined) throw new Error(`There is no object ${key}.`);
      return Buffer.from(text);
    };
    return {
      get,
      put: (key, body) =>
        process.call(() => {
          this.objects.set(this.keyOf(key), String(body));
        }, key.includes('/result-')),
      async *read(key) {
        yield await get(key);
      },
      describe: key =>
        process.call(() => {
          const text = this.find(key);
          return text === undefined ? undefined : { contentType: 'application/json', bytes: text.length };
        }),
      downloadLink: async key => key,
      uploadLink: async () => {
        throw new Error('The simulation uploads no files.');
      },
    };
  }
}
