import type { InputFile, LocalJobType } from '../core/job/job-type';
import { type CsvOptions, summarizeCsv } from './csv/summarize';

interface Input extends CsvOptions {
  readonly csv?: string;
  readonly upload?: string;
}

const CHUNK = 65_536;

const csvSummary: LocalJobType<Input> = {
  name: 'csv-summary',
  description:
    'Sums up the columns of a CSV file: count, missing, distinct, min, max, mean, standard deviation.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    anyOf: [{ required: ['csv'] }, { required: ['upload'] }],
    properties: {
      csv: { type: 'string', description: 'The text of the file.' },
      upload: { type: 'string', description: 'An uploaded file, in place of its text.' },
      delimiter: {
        type: 'string',
        minLength: 1,
        maxLength: 1,
        description: 'What parts fields; a comma by default.',
      },
      header: { type: 'boolean', description: 'Whether the first line names the columns; true by default.' },
    },
  },
  run: ({ input, file, signal, progress }) => {
    const source = file ? reading(file, progress) : pieces(input.csv ?? '', progress);
    return summarizeCsv(source, input, signal);
  },
};
export default csvSummary;

type Progress = (fraction: number, message: string) => void;

function* pieces(text: string, progress: Progress): Iterable<string> {
  for (let from = 0; from < text.length; from += CHUNK) {
    yield text.slice(from, from + CHUNK);
    tell(progress, from + CHUNK, text.length, 'characters');
  }
}

async function* reading(file: InputFile, progress: Progress): AsyncIterable<Uint8Array> {
  let read = 0;
  for await (const chunk of file.read()) {
    yield chunk;
    read += chunk.byteLength;
    tell(progress, read, file.bytes, 'bytes');
  }
}

function tell(progress: Progress, read: number, all: number, unit: string): void {
  const done = Math.min(read, all);
  progress(done / all, `${done} of ${all} ${unit} read`);
}
