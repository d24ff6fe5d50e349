/**
 * The access log on standard output. Whoever started the run may not read it, or stop reading: then the lines are
 * dropped instead of kept in memory, and the run goes on.
 */
const mostBytesUnread = 1024 * 1024;

export function printLine(line: string): void {
  if (process.stdout.writableLength > mostBytesUnread) return;
  process.stdout.write(line.endsWith('\n') ? line : `${line}\n`);
}

/** Without this, the first line after the reader has gone ends the process. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
