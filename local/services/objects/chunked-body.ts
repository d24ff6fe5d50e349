/**
 * Undoes `aws-chunked`, the encoding in which SDKs stream uploads (SigV4 reference, "Chunked upload"): chunks of
 * `size[;chunk-signature=…]`, CRLF, bytes, CRLF, and after the empty chunk trailing headers such as checksums.
 */
import { Transform, type TransformCallback } from 'node:stream';

export class ChunkedBody extends Transform {
  /** Headers after the last chunk, in lower case. */
  readonly trailers: Record<string, string> = {};
  private buffered: Buffer = Buffer.alloc(0);
  /** Bytes of the current chunk that are still to come, with the CRLF behind it; -1 between chunks. */
  private remaining = -1;
  private ended = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    try {
      while (this.step()) {}
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.ended ? null : new Error('The aws-chunked body ended before its last chunk.'));
  }

  /** Consumes one line or one piece of data; false when more bytes are needed. */
  private step(): boolean {
    if (this.remaining > 2) return this.passData();
    if (this.remaining > 0) return this.skipLineEnd();
    const end = this.buffered.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.buffered.subarray(0, end).toString('latin1');
    this.buffered = this.buffered.subarray(end + 2);
    if (this.ended) this.readTrailer(line);
    else this.readSize(line);
    return this.buffered.length > 0;
  }

  private passData(): boolean {
    const piece = this.buffered.subarray(0, this.remaining - 2);
    if (piece.length === 0) return false;
    this.push(piece);
    this.remaining -= piece.length;
    this.buffered = this.buffered.subarray(piece.length);
    return this.buffered.length > 0;
  }

  private skipLineEnd(): boolean {
    const skipped = Math.min(this.remaining, this.buffered.length);
    this.remaining -= skipped;
    this.buffered = this.buffered.subarray(skipped);
    if (this.remaining === 0) this.remaining = -1;
    return this.buffered.length > 0;
  }

  private readSize(line: string): void {
    const size = /^[0-9a-f]+/i.exec(line)?.[0];
    if (size === undefined)
      throw new Error(`Malformed aws-chunked size ${JSON.stringify(line.slice(0, 40))}.`);
    const length = Number.parseInt(size, 16);
    if (length === 0) this.ended = true;
    else this.remaining = length + 2;
  }

  private readTrailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}
