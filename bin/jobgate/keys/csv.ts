/**
 * Reads comma-separated text as API Gateway's key import does (developer guide, "API Gateway API key file format"):
 * RFC 4180, and a list may also stand in single quotes. csv-parse knows one quote character only, and a name such as
 * O'Brien must stay whole: a single quote opens a field only where its partner closes it on the same line.
 */
export interface Field {
  readonly text: string;
  /** Line and column of the field's first character, counted from 1. */
  readonly line: number;
  readonly column: number;
}

export interface CsvProblem {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface Csv {
  /** The records that are not blank lines, unquoted fields without the spaces around them. */
  readonly records: readonly (readonly Field[])[];
  readonly problems: readonly CsvProblem[];
}

interface Token {
  readonly text: string;
  readonly end: number;
  readonly problem?: string;
}

export function readCsv(content: string): Csv {
  const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const records: Field[][] = [];
  const problems: CsvProblem[] = [];
  let record: Field[] = [];
  let line = 1;
  let lineStart = 0;
  let position = 0;
  while (position < text.length || record.length > 0) {
    const at = { line, column: position - lineStart + 1 };
    const token = readField(text, position);
    if (token.problem) problems.push({ ...at, reason: token.problem });
    record.push({ ...at, text: token.text });
    const consumed = text.slice(position, token.end);
    if (consumed.includes('\n')) {
      line += consumed.split('\n').length - 1;
      lineStart = position + consumed.lastIndexOf('\n') + 1;
    }
    const endOfRecord = text[token.end] !== ',';
    position = token.end + 1;
    if (!endOfRecord) continue;
    if (record.length > 1 || record[0]!.text !== '') records.push(record);
    record = [];
    line += 1;
    lineStart = position;
  }
  return { records, problems };
}

/** One field from `start` to the comma or line end that closes it. */
function readField(text: string, start: number): Token {
  const opening = endOf(text, start, /[^ \t]/g);
  if (text[opening] === '"') return readQuoted(text, opening);
  const end = endOfField(text, start);
  if (text[opening] === "'") {
    const lineEnd = endOf(text, opening, /\n/g);
    const closing = /'[ \t]*(?=,|$)/g;
    closing.lastIndex = opening - start + 1;
    const match = closing.exec(text.slice(start, lineEnd));
    if (match)
      return {
        text: text.slice(opening + 1, start + match.index),
        end: start + match.index + match[0].length,
      };
  }
  return { text: text.slice(start, end).trim(), end };
}

function readQuoted(text: string, opening: number): Token {
  let position = opening + 1;
  let value = '';
  while (position < text.length) {
    if (text[position] !== '"') value += text[position++];
    else if (text[position + 1] === '"') {
      value += '"';
      position += 2;
    } else {
      const end = endOfField(text, position + 1);
      const rest = text.slice(position + 1, end).trim();
      return rest === ''
        ? { text: value, end }
        : { text: value, end, problem: 'text follows the closing quote' };
    }
  }
  return { text: value, end: text.length, problem: 'the quote that opens here is never closed' };
}

const endOfField = (text: string, from: number): number => endOf(text, from, /[,\n]/g);

function endOf(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
