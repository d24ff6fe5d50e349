import { setImmediate as otherWork } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { PermanentFailure } from '../../core/job/job-type';
import { Column, type ColumnSummary } from './column';

export interface CsvOptions {
  readonly delimiter?: string;
  /** Whether the first line has the names of the columns. */
  readonly header?: boolean;
}

export interface CsvSummary {
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
}

/** Distinct values counted exactly, over all columns: at most about 64 MB. */
const EXACT_DISTINCT = 2_000_000;

/** Each takes at least 20 kB of the worker's memory, however few its values are. */
const COLUMNS_AT_MOST = 2_000;

/**
 * Sums up CSV as it comes, keeping none of it.
 * @param chunks the file in pieces of any size, cut anywhere
 * @throws PermanentFailure with the line, when the text is not CSV or a row has more or fewer fields than the first
 */
export async function summarizeCsv(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  { delimiter = ',', header = true }: CsvOptions,
  signal: AbortSignal,
): Promise<CsvSummary> {
  const budget = { left: EXACT_DISTINCT };
  const parser = parse({ bom: true, delimiter, skip_empty_lines: true, max_record_size: 4_000_000 });
  let columns: readonly Column[] | undefined;
  let rows = 0;
  parser.on('data', (record: readonly string[]) => {
    if (!columns) {
      if (record.length > COLUMNS_AT_MOST) {
        parser.destroy(tooManyColumns(record.length));
        return;
      }
      columns = record.map(
        (name, index) => new Column((header && name.trim()) || `column ${index + 1}`, budget),
      );
      if (header) return;
    }
    rows += 1;
    for (let index = 0; index < columns.length; index++) columns[index]?.add(record[index] ?? '');
  });
  const ended = new Promise<void>((resolve, reject) => parser.on('end', resolve).on('error', reject));
  ended.catch(() => parser.destroy());
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    if (parser.destroyed) break;
    parser.write(chunk);
    // Lets timers run, the heartbeat's among them: parsing alone would keep the process busy.
    await otherWork();
  }
  parser.end();
  await ended.catch(error => explain(error, columns?.length));
  return { rows, columns: (columns ?? []).map(column => column.summary()) };
}

function tooManyColumns(received: number): PermanentFailure {
  return new PermanentFailure(
    `The first row has ${received} fields; at most ${COLUMNS_AT_MOST} columns are summed up. Is the delimiter the right one?`,
  );
}

function explain(error: unknown, expected: number | undefined): never {
  if (!(error instanceof CsvError)) throw error;
  const { lines, record } = error as CsvError & Readonly<Record<string, unknown>>;
  if (error.code.endsWith('INCONSISTENT_FIELDS_LENGTH') && Array.isArray(record)) {
    throw new PermanentFailure(
      `The row that ends on line ${lines} has ${record.length} ${record.length === 1 ? 'field' : 'fields'}, the first row has ${expected ?? 'more'}; quote fields ` +
        'that hold the delimiter.',
    );
  }
  throw new PermanentFailure(`The text is not CSV at line ${lines}: ${error.message}`);
}
