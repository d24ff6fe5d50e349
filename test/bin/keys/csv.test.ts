import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readCsv } from '../../../bin/jobgate/keys/csv';

const texts = (content: string): string[][] =>
  readCsv(content).records.map(record => record.map(field => field.text));

describe('reading a key file', () => {
  test('lists may stand in double or in single quotes', () => {
    expect(texts(`a,"p1,p2"\nb,'p1,p2'\n`)).toEqual([
      ['a', 'p1,p2'],
      ['b', 'p1,p2'],
    ]);
  });

  test('an apostrophe inside or at the start of a name is part of it', () => {
    expect(texts(`O'Brien,'tis,x\n`)).toEqual([["O'Brien", "'tis", 'x']]);
  });

  test('a byte order mark, CRLF, blank lines and spaces around fields do not count', () => {
    expect(texts('\uFEFFkey, name\r\n\r\n  abc ,k1\r\n')).toEqual([
      ['key', 'name'],
      ['abc', 'k1'],
    ]);
  });

  test('a last field that is empty is still a field', () => {
    expect(texts('a,b,\nc,,d')).toEqual([
      ['a', 'b', ''],
      ['c', '', 'd'],
    ]);
    expect(texts('a,')).toEqual([['a', '']]);
  });

  test('every field knows its line and column, also after a field of several lines', () => {
    const { records } = readCsv('a,b\n"x\ny",c\nd,e\n');
    expect(records[1]![1]).toEqual({ text: 'c', line: 3, column: 4 });
    expect(records[2]![0]).toEqual({ text: 'd', line: 4, column: 1 });
  });

  test('quotes that do not close, and text after a closing quote, are named by place', () => {
    expect(readCsv('a,b\nc,"open').problems).toEqual([
      { line: 2, column: 3, reason: 'the quote that opens here is never closed' },
    ]);
    expect(readCsv('"a"b,c\n').problems).toEqual([
      { line: 1, column: 1, reason: 'text follows the closing quote' },
    ]);
  });

  test('agrees with csv-parse on every file that it quotes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', ',', '"', '\n', "'", '😀'), maxLength: 8 });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, table => {
        const content = table
          .map(row => row.map(text => `"${text.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        expect(texts(content)).toEqual(parse(content, { relax_column_count: true }));
        expect(texts(content)).toEqual(table);
      }),
      { numRuns: 1_000 },
    );
  });

  test('reads any text without failing, and ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', "'", ' ', '\r') }), content => {
        readCsv(content);
      }),
      { numRuns: 1_000 },
    );
  });
});
