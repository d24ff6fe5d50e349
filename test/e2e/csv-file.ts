/** A CSV file with what its columns come to, computed from the values before they are written. */
export interface ColumnFigures {
  readonly name: string;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly standardDeviation?: number;
}

export function csvWithFigures(rows: number): { csv: string; figures: readonly ColumnFigures[] } {
  const random = generator(42);
  const columns = {
    id: Array.from({ length: rows }, (_, row) => row + 1),
    amount: Array.from({ length: rows }, () => Math.round(random() * 1_000_000) / 100),
    city: Array.from({ length: rows }, () => cities[Math.floor(random() * cities.length)] ?? ''),
    score: Array.from({ length: rows }, () => (random() < 0.1 ? '' : Math.floor(random() * 201) - 100)),
  };
  const lines = columns.id.map((id, row) =>
    [id, columns.amount[row], quoted(columns.city[row] ?? ''), columns.score[row]].join(','),
  );
  return {
    csv: `id,amount,city,score\n${lines.join('\n')}\n`,
    figures: Object.entries(columns).map(([name, values]) => figuresOf(name, values)),
  };
}

const cities = ['Berlin', 'São Paulo', 'Washington, D.C.', 'the "old" town', '東京'];

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function figuresOf(name: string, values: readonly (string | number)[]): ColumnFigures {
  const present = values.filter(value => value !== '');
  const numbers = present.filter((value): value is number => typeof value === 'number').sort((a, b) => a - b);
  const counted = {
    name,
    count: present.length,
    missing: values.length - present.length,
    distinct: new Set(present).size,
  };
  if (numbers.length === 0) return counted;
  // In whole hundredths, so that the sum has no rounding error.
  const hundredths = numbers.reduce((sum, value) => sum + Math.round(value * 100), 0);
  const mean = hundredths / 100 / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (numbers.length - 1));
  return { ...counted, min: numbers[0], max: numbers.at(-1), mean, standardDeviation };
}

/** Park and Miller's generator: the same file in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
