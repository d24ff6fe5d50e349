/** A file of API keys in API Gateway's format, with one column of ours, `tenant`: who owns the jobs of the key. */
import { type CsvProblem, type Field, readCsv } from './csv';
import { descriptionProblem, nameProblem, tenantProblem, valueProblem } from './limits';
import { masked } from './masked';

const columns = ['key', 'name', 'description', 'enabled', 'usageplanids', 'tenant'] as const;
type Column = (typeof columns)[number];
const required: readonly Column[] = ['key', 'name'];
/** As API Gateway's documentation writes them. */
const spelling: Record<Column, string> = {
  key: 'key',
  name: 'name',
  description: 'description',
  enabled: 'enabled',
  usageplanids: 'usageplanIds',
  tenant: 'tenant',
};

export interface KeyRow {
  readonly line: number;
  readonly value: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Ids or names, as they stand in the file. */
  readonly plans: readonly string[];
  readonly tenant: string;
  /** Whether the file names the tenant; if not, it is the key's name. */
  readonly tenantGiven: boolean;
}

/** What is wrong at one place of the file. */
export interface Problem {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

export interface KeyFile {
  readonly rows: readonly KeyRow[];
  readonly problems: readonly Problem[];
  /** What the operator should know though the file can be imported. */
  readonly remarks: readonly string[];
}

export function readKeyFile(content: string): KeyFile {
  const { records, problems: syntax } = readCsv(content);
  const [header, ...body] = records;
  if (!header) return { rows: [], problems: [{ line: 1, column: '-', reason: emptyFile }], remarks: [] };
  const names = header.map(field => field.text.toLowerCase());
  const problems: Problem[] = [...headerProblems(header, names), ...syntax.map(place)];
  if (problems.length > 0) return { rows: [], problems, remarks: [] };
  if (body.length === 0) problems.push({ line: header[0]!.line, column: '-', reason: emptyFile });
  const rows = body.flatMap(record => readRow(record, names, problems));
  return { rows, problems: [...problems, ...repeated(rows)], remarks: remarks(header, names, rows) };
}

const emptyFile = 'the file holds no key: a first line names the columns, then each line is one key';
const place = ({ line, column, reason }: CsvProblem): Problem => ({
  line,
  column: `character ${column}`,
  reason,
});
const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name);

function headerProblems(header: readonly Field[], names: readonly string[]): Problem[] {
  const line = header[0]!.line;
  return columns.flatMap(column => {
    const count = names.filter(name => name === column).length;
    if (count > 1)
      return [{ line, column: spelling[column], reason: 'the column stands there twice; keep one' }];
    if (count === 1 || !required.includes(column)) return [];
    const received = header.map(field => field.text).join(', ');
    const reason = `the column is missing; the first line is "${received}", it must name key and name`;
    return [{ line, column: spelling[column], reason }];
  });
}

function readRow(record: readonly Field[], names: readonly string[], problems: Problem[]): KeyRow[] {
  const line = record[0]!.line;
  if (record.length !== names.length) {
    const reason = `the row has ${record.length} fields, the first line names ${names.length} columns; put a list in quotes`;
    problems.push({ line, column: '-', reason });
    return [];
  }
  const text = (column: Column): string => record[names.indexOf(column)]?.text ?? '';
  const fieldLine = (column: Column): number => record[names.indexOf(column)]?.line ?? line;
  const enabled = text('enabled').toLowerCase();
  const tenant = text('tenant') || text('name');
  const found: readonly (readonly [Column, string | undefined])[] = [
    ['key', valueProblem(text('key'))],
    ['name', nameProblem(text('name'))],
    ['description', descriptionProblem(text('description'))],
    ['enabled', ['', 'true', 'false'].includes(enabled) ? undefined : badSwitch(text('enabled'))],
    ['tenant', text('name') === '' ? undefined : tenantProblem(tenant, text('tenant') !== '')],
  ];
  for (const [column, reason] of found) {
    if (reason) problems.push({ line: fieldLine(column), column: spelling[column], reason });
  }
  return [
    {
      line,
      value: text('key'),
      name: text('name'),
      description: text('description'),
      enabled: enabled !== 'false',
      plans: [
        ...new Set(
          text('usageplanids')
            .split(',')
            .map(plan => plan.trim())
            .filter(Boolean),
        ),
      ],
      tenant,
      tenantGiven: text('tenant') !== '',
    },
  ];
}

const badSwitch = (received: string): string => `"${received}" is not true or false; leave it empty for true`;

/** A value can be one key only. A name must tell keys apart too: `keys rotate` asks for it, and it is the default tenant. */
function repeated(rows: readonly KeyRow[]): Problem[] {
  const firstByValue = new Map<string, number>();
  const firstByName = new Map<string, number>();
  return rows.flatMap(row => {
    const problems: Problem[] = [];
    const sameValue = firstByValue.get(row.value);
    const sameName = firstByName.get(row.name);
    if (row.value !== '' && sameValue !== undefined) {
      const reason = `${masked(row.value)} stands on line ${sameValue} already; each key needs a value of its own`;
      problems.push({ line: row.line, column: 'key', reason });
    }
    if (row.name !== '' && sameName !== undefined) {
      const reason = `"${row.name}" stands on line ${sameName} already; each key needs a name of its own`;
      problems.push({ line: row.line, column: 'name', reason });
    }
    if (sameValue === undefined) firstByValue.set(row.value, row.line);
    if (sameName === undefined) firstByName.set(row.name, row.line);
    return problems;
  });
}

/** API Gateway ignores columns that it does not know; a misspelt one should not pass in silence. */
function remarks(header: readonly Field[], names: readonly string[], rows: readonly KeyRow[]): string[] {
  const unknown = header.filter((_, index) => !isColumn(names[index]!)).map(field => `"${field.text}"`);
  const known = Object.values(spelling).join(', ');
  const short = rows.filter(row => row.value.length < 30).map(row => row.line);
  const lines = `${short.slice(0, 10).join(', ')}${short.length > 10 ? ` and ${short.length - 10} more` : ''}`;
  return [
    ...(unknown.length > 0 ? [`Ignored columns: ${unknown.join(', ')}. Known ones: ${known}.`] : []),
    ...(short.length > 0
      ? [`Keys of less than 30 characters (lines ${lines}) are allowed but easier to guess.`]
      : []),
  ];
}
