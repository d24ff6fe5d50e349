/**
 * The pipe between the runtime and an environment's process: one message a line, its fields parted by tabs, the last
 * one JSON text as it is. A third of the processor time that the IPC channel of `child_process` takes goes into
 * writing JSON within JSON and reading it again.
 */
import type { Duplex } from 'node:stream';

export class Channel {
  /** Pieces of a line whose end has not come. */
  private pieces: string[] = [];
  /** Lines that go out together. */
  private unsent = '';

  constructor(
    private readonly pipe: Duplex,
    receive: (fields: readonly string[]) => void,
    /** Fields of a received message; the last one may hold tabs. */
    private readonly fieldCount: number,
  ) {
    pipe.setEncoding('utf8');
    pipe.on('data', (text: string) => {
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        receive(this.split(this.pieces.join('') + text.slice(start, end)));
        this.pieces = [];
        start = end + 1;
      }
      if (start < text.length) this.pieces.push(text.slice(start));
    });
  }

  /** @param fields without line ends; only the last may hold tabs */
  send(fields: readonly string[], written?: () => void): void {
    this.pipe.write(`${fields.join('\t')}\n`, written);
  }

  /** As `send`, but with all that is sent until the event loop's turn ends: a write costs more than its bytes. */
  sendSoon(fields: readonly string[]): void {
    if (this.unsent === '')
      setImmediate(() => {
        const lines = this.unsent;
        this.unsent = '';
        this.pipe.write(lines);
      });
    this.unsent += `${fields.join('\t')}\n`;
  }

  private split(line: string): string[] {
    const fields: string[] = [];
    let start = 0;
    while (fields.length < this.fieldCount - 1) {
      const end = line.indexOf('\t', start);
      if (end < 0) break;
      fields.push(line.slice(start, end));
      start = end + 1;
    }
    return [...fields, line.slice(start)];
  }
}

/** JSON may hold line ends between its values, which a field may not. */
export function onOneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? JSON.stringify(JSON.parse(json)) : json;
}
