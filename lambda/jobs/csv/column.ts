import { type DistinctBudget, DistinctCounter } from './distinct';

export interface ColumnSummary {
  readonly name: string;
  /** A column is of numbers when every value that is not missing is one. */
  readonly type: 'number' | 'text' | 'empty';
  /** Values that are not missing. */
  readonly count: number;
  /** Values that are empty or only white space. */
  readonly missing: number;
  readonly distinct: number;
  readonly distinctIsExact: boolean;
  /** Of numbers by size, of text by code point. */
  readonly min?: number | string;
  readonly max?: number | string;
  readonly mean?: number;
  /** Of a sample (divided by count − 1); 0 for a single value. */
  readonly standardDeviation?: number;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Moments {
  min: number;
  max: number;
  /** The sum, and what rounding took from it (Neumaier): the mean is right to the last digit. */
  sum: number;
  lost: number;
  /** Welford's running mean and sum of squared distances: no loss of digits when the mean is far from zero. */
  mean: number;
  squares: number;
}

/** Sums up a column value by value in constant memory, apart from what counts the distinct ones. */
export class Column {
  private readonly name: string;
  private readonly distinct: DistinctCounter;
  private count = 0;
  private missing = 0;
  private numbers: Moments | undefined = {
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    sum: 0,
    lost: 0,
    mean: 0,
    squares: 0,
  };
  private text: { min: string; max: string } | undefined;

  constructor(name: string, budget: DistinctBudget) {
    this.name = name;
    this.distinct = new DistinctCounter(budget);
  }

  add(raw: string): void {
    const value = raw.trim();
    if (value === '') {
      this.missing += 1;
      return;
    }
    this.count += 1;
    this.distinct.add(value);
    this.text ??= { min: value, max: value };
    if (value < this.text.min) this.text.min = value;
    if (value > this.text.max) this.text.max = value;
    this.addNumber(value);
  }

  private addNumber(value: string): void {
    const { numbers } = this;
    if (!numbers) return;
    const number = NUMBER.test(value) ? Number(value) : Number.NaN;
    if (!Number.isFinite(number)) {
      this.numbers = undefined;
      return;
    }
    numbers.min = Math.min(numbers.min, number);
    numbers.max = Math.max(numbers.max, number);
    const sum = numbers.sum + number;
    const [large, small] =
      Math.abs(numbers.sum) >= Math.abs(number) ? [numbers.sum, number] : [number, numbers.sum];
    numbers.lost += large - sum + small;
    numbers.sum = sum;
    const distance = number - numbers.mean;
    numbers.mean += distance / this.count;
    numbers.squares += distance * (number - numbers.mean);
  }

  summary(): ColumnSummary {
    const { name, count, missing, distinct, numbers, text } = this;
    // An estimate may come out above what there is.
    const common = {
      count,
      missing,
      distinct: Math.min(distinct.count, count),
      distinctIsExact: distinct.exact,
    };
    if (!text) return { name, type: 'empty', ...common };
    if (!numbers) return { name, type: 'text', ...common, min: shorten(text.min), max: shorten(text.max) };
    const { min, max, sum, lost, squares } = numbers;
    const standardDeviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
    return { name, type: 'number', ...common, min, max, mean: (sum + lost) / count, standardDeviation };
  }
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
