import type { JobType } from '../core/job-type';
import { type CsvOptions, summarizeCsv } from './csv/summarize';

interface Input extends CsvOptions {
  readonly csv: string;
}

const CHUNK = 65_536;

const csvSummary: JobType<Input> = {
  name: 'csv-summary',
  description:
    'Sums up the columns of a CSV file: count, missing, distinct, min, max, mean, standard deviation.',
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['csv'],
    properties: {
      csv: { type: 'string', description: 'The text of the file.' },
      delimiter: {
        type: 'string',
        minLength: 1,
        maxLength: 1,
        description: 'What parts fields; a comma by default.',
      },
      header: { type: 'boolean', description: 'Whether the first line names the columns; true by default.' },
    },
  },
  run: ({ input, signal, progress }) => summarizeCsv(pieces(input.csv, progress), input, signal),
};
export default csvSummary;

function* pieces(text: string, progress: (fraction: number, message: string) => void): Iterable<string> {
  for (let from = 0; from < text.length; from += CHUNK) {
    yield text.slice(from, from + CHUNK);
    progress(
      Math.min((from + CHUNK) / text.length, 1),
      `${Math.min(from + CHUNK, text.length)} characters read`,
    );
  }
}
