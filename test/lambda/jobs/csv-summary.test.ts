import fc from 'fast-check';
import { type CsvSummary, summarizeCsv } from '../../../lambda/jobs/csv/summarize';
import csvSummary from '../../../lambda/jobs/csv-summary';
import { runningJob } from './running-job';

async function summarize(
  csv: string,
  options: { delimiter?: string; header?: boolean } = {},
): Promise<CsvSummary> {
  return (await csvSummary.run(runningJob({ csv, ...options }).job)) as CsvSummary;
}

test('numbers and text are summed up by column', async () => {
  const { rows, columns } = await summarize('name,score\nada,2\nbob,4\nada,\n"ze, ""x""",1e1\n');
  expect(rows).toBe(4);
  expect(columns).toEqual([
    {
      name: 'name',
      type: 'text',
      count: 4,
      missing: 0,
      distinct: 3,
      distinctIsExact: true,
      min: 'ada',
      max: 'ze, "x"',
    },
    {
      name: 'score',
      type: 'number',
      count: 3,
      missing: 1,
      distinct: 3,
      distinctIsExact: true,
      min: 2,
      max: 10,
      mean: 16 / 3,
      standardDeviation: expect.closeTo(4.163331998932266, 12),
    },
  ]);
});

test('a byte order mark, CRLF, blank lines and quoted line breaks are read', async () => {
  const { rows, columns } = await summarize('\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n');
  expect({ rows, names: columns.map(column => column.name) }).toEqual({ rows: 2, names: ['a', 'b'] });
  expect(columns[1]).toMatchObject({ min: 'x\r\ny' });
});

test('without a header, columns have numbers for names', async () => {
  const { rows, columns } = await summarize('1;2\n3;4', { delimiter: ';', header: false });
  expect(rows).toBe(2);
  expect(columns.map(column => column.name)).toEqual(['column 1', 'column 2']);
});

test('an empty file has no rows and no columns, and a header alone has columns without values', async () => {
  expect(await summarize('')).toEqual({ rows: 0, columns: [] });
  expect(await summarize('a')).toEqual({
    rows: 0,
    columns: [{ name: 'a', type: 'empty', count: 0, missing: 0, distinct: 0, distinctIsExact: true }],
  });
});

test.each([
  ['a row that is too short', 'a,b\n1,2\n3\n', 'line 3 has 1 field, the first row has 2'],
  ['a row that is too long', 'a,b\n1,2,3\n', 'line 2 has 3 fields, the first row has 2'],
  ['a quote that is not closed', 'a,b\n1,"2\n', 'not CSV at line 2'],
])('%s is refused with its line, and not worth a retry', async (_what, csv, message) => {
  await expect(summarize(csv)).rejects.toMatchObject({
    name: 'PermanentFailure',
    message: expect.stringContaining(message),
  });
});

test('the figures are those of the plain two-pass formulas, wherever the file is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 2, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (values, size) => {
        const text = `v\n${values.join('\n')}\n`;
        const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const { columns } = await summarizeCsv(chunks, {}, new AbortController().signal);
        const mean = values.reduce((sum, value) => sum + value / values.length, 0);
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / (values.length - 1), 0);
        const scale = Math.max(...values.map(Math.abs), 1);
        const column = columns[0]!;
        expect(column).toMatchObject({
          count: values.length,
          distinct: new Set(values.map(String)).size,
          min: Math.min(...values) + 0,
          max: Math.max(...values) + 0,
        });
        expect(Math.abs(column.mean! - mean) / scale).toBeLessThan(1e-9);
        expect(Math.abs(column.standardDeviation! - Math.sqrt(variance)) / scale).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 200 },
  );
});

test('progress is told, and an aborted job stops', async () => {
  const controller = new AbortController();
  const { job, reported } = runningJob({ csv: `a\n${'1\n'.repeat(200_000)}` }, { signal: controller.signal });
  const running = csvSummary.run({
    ...job,
    progress: (fraction, message) => {
      job.progress(fraction, message);
      if (reported.length === 2) controller.abort('enough');
    },
  });
  await expect(running).rejects.toBe('enough');
  expect(reported).toHaveLength(2);
});

test('a file of more columns than fit the memory is refused with their number', async () => {
  const row = Array.from({ length: 20_000 }, (_, at) => at).join(',');
  await expect(summarizeCsv([`${row}\n${row}\n`], {}, new AbortController().signal)).rejects.toThrow(
    /^The first row has 20000 fields; at most 2000 columns/,
  );
});
