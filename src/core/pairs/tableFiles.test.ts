import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TillerError } from '../errors.ts';
import { parseCsv, writeCsv } from './csv.ts';
import { MAX_ROWS, MAX_TEXT_LENGTH } from './importedTable.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { buildTable, type PairRow, SPLITS } from './table.ts';
import { MAX_BYTES, readPairsCsv, readPairsJsonl, writePairsCsv, writePairsJsonl } from './tableFiles.ts';

const LIMITS = { maxRecords: 1000, maxFields: 10 };
const textsOf = (csv: string) => parseCsv(csv, LIMITS).map((record) => record.map(({ text }) => text));
const corrupt = (line: number, column: number | string, message = '') =>
  expect.objectContaining({
    code: 'file_corrupt',
    message: expect.stringContaining(message),
    details: { line, column },
  });

describe('CSV', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['a', [['a']]],
    ['a,b', [['a', 'b']]],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\nb\rc', [['a'], ['b'], ['c']]],
    [
      'a,,\n,',
      [
        ['a', '', ''],
        ['', ''],
      ],
    ],
    ['\n\r\n\na\n\n', [['a']]],
    ['""', [['']]],
    ['"a ""b"" c"', [['a "b" c']]],
    ['"x,y",z', [['x,y', 'z']]],
    ['"two\r\nlines","and\nmore"', [['two\r\nlines', 'and\nmore']]],
    ['\ufeffa,b', [['a', 'b']]],
    [' a , b ', [[' a ', ' b ']]],
    ['é,🙂', [['é', '🙂']]],
  ])('reads %j', (csv, expected) => expect(textsOf(csv)).toEqual(expected));

  it('knows where a field begins, also behind one with line breaks', () => {
    expect(parseCsv('\ufeffa,"b\r\nc",d\ne', LIMITS)).toEqual([
      [
        { text: 'a', line: 1, column: 1 },
        { text: 'b\r\nc', line: 1, column: 3 },
        { text: 'd', line: 2, column: 4 },
      ],
      [{ text: 'e', line: 3, column: 1 }],
    ]);
  });

  it.each<[defect: string, csv: string, line: number, column: number]>([
    ['a quote that is never closed', 'a,b\nc,"d\ne', 2, 3],
    ['a quote inside a plain field', 'a,b\nc,d"e', 2, 4],
    ['text behind a closing quote', '"a"b', 1, 4],
    ['a blank before a quote', 'a, "b"', 1, 4],
    ['too many fields', 'a\n,,,,,,,,,,', 2, 11],
    ['too many records', 'a\n'.repeat(1001), 1001, 1],
  ])('refuses %s, naming the place', (_, csv, line, column) => {
    expect(() => parseCsv(csv, LIMITS)).toThrow(corrupt(line, column, `Line ${line}, column ${column}: `));
  });

  it('comes back as it was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', '\ufeff') }),
    );
    const records = fc.array(fc.array(text, { minLength: 1, maxLength: 10 }));
    fc.assert(
      fc.property(records, (values) => {
        expect(textsOf(writeCsv(values))).toEqual(values);
      }),
    );
  });
});

const OWN_ID = expect.stringMatching(/^own-\d+$/);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', '\ufeff', '{', '\u2028') }),
);
const anyRows = fc
  .array(
    fc.record(
      {
        positive: anyText,
        negative: anyText,
        instructionId: fc.string({ minLength: 1, maxLength: 200 }),
        split: fc.constantFrom(...SPLITS),
      },
      { requiredKeys: ['positive', 'negative'] },
    ),
  )
  .map((rows) => rows.map((row, index): PairRow => ({ id: `row-${index}`, ...row })));

const forms = [
  ['CSV', writePairsCsv, readPairsCsv],
  ['JSON lines', writePairsJsonl, readPairsJsonl],
] as const;

describe.each(forms)('a table as %s', (name, write, read) => {
  it('comes back with every text as it was', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(read(write(rows)).rows).toEqual(rows);
      }),
    );
  });

  it('comes back from bytes, with and without a byte order mark', () => {
    const rows = buildTable(INSTRUCTIONS[0]!, { count: 3 });
    const encode = (text: string) => new TextEncoder().encode(text);
    expect(read(encode(write(rows)))).toEqual({ rows, notices: [], problems: [] });
    expect(read(encode(`\ufeff${write(rows)}`)).rows).toEqual(rows);
  });

  it('ends in a table or a typed error, whatever the bytes are', () => {
    const header = new TextEncoder().encode(name === 'CSV' ? 'positive,negative\n' : '{"positive":');
    const bytes = fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 80 }));
    fc.assert(
      fc.property(bytes, ([isBegun, rest]) => {
        try {
          expect(Array.isArray(read(isBegun ? Uint8Array.of(...header, ...rest) : rest).rows)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(TillerError);
          expect((error as TillerError).code).toBe('file_corrupt');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is too large, has too many rows or too long a text', () => {
    const row = { id: 'a', positive: 'a b', negative: 'a' };
    expect(() => read(new Uint8Array(MAX_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(String(MAX_BYTES)) }),
    );
    const many = Array.from({ length: MAX_ROWS + 1 }, (_, index) => ({ ...row, id: String(index) }));
    expect(read(write(many.slice(1))).rows.length).toBe(MAX_ROWS);
    expect(() => read(write(many))).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
    const long = { ...row, negative: 'x'.repeat(MAX_TEXT_LENGTH + 1) };
    expect(() => read(write([long]))).toThrow(/"negative" has 20001 characters/);
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => read(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toThrow(/UTF-8/);
  });

  it('reports what is wrong with a row, and keeps it', () => {
    const rows = [
      { id: 'a', positive: '', negative: 'x' },
      { id: 'b', positive: 'x', negative: 'x' },
    ];
    const back = read(write(rows));
    expect(back.rows).toEqual(rows);
    expect(back.problems.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'emptyPositive'],
      ['b', 'equalSides'],
    ]);
  });

  it('gives a row whose id came before a new one, and says so', () => {
    const row = { id: 'own-3', positive: 'a b', negative: 'a' };
    const { rows, notices } = read(write([row, row, { ...row, id: 'own-2' }]));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect([rows[0]?.id, rows[2]?.id]).toEqual(['own-3', 'own-2']);
    expect(notices).toEqual([expect.stringContaining('1 row.')]);
    expect(read(write([row, row, row])).notices).toEqual([expect.stringContaining('2 rows.')]);
  });
});

describe('pairs from CSV', () => {
  it('needs no more than the two texts', () => {
    const { rows } = readPairsCsv('negative,Positive\nWhy?,"Why? Be brief, please."\n');
    expect(rows).toEqual([{ id: OWN_ID, positive: 'Why? Be brief, please.', negative: 'Why?' }]);
  });

  it('leaves unknown columns out, and names them', () => {
    const { rows, notices } = readPairsCsv('positive,__proto__,negative,note\na b,x,a,y\n');
    expect(rows[0]).toMatchObject({ positive: 'a b', negative: 'a' });
    expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'positive', 'negative']);
    expect(notices).toEqual([expect.stringContaining('"__proto__", "note"')]);
  });

  it('names ten unknown columns, and counts the others', () => {
    const names = Array.from({ length: 12 }, (_, i) => `note ${i}`);
    const { notices } = readPairsCsv(`positive,negative,${names.join(',')}\n`);
    expect(notices).toEqual([expect.stringMatching(/"note 0", .*"note 9", 2 more\.$/)]);
  });

  it.each<[defect: string, csv: string, line: number, column: number, message: string]>([
    ['without a column "negative"', 'positive,nagative\na,b', 1, 1, 'no column "negative"'],
    ['with a column twice', 'positive,negative,positive\na,b,c', 1, 19, 'comes twice'],
    ['with a field too few', 'positive,negative\na,b\nc', 3, 1, '1 fields, but the header has 2'],
    ['with a field too many', 'positive,negative\na,b,c', 2, 1, '3 fields'],
    ['with an unknown split', 'positive,negative,split\n"a\nb",a,train', 3, 6, '"split" is "train"'],
    ['of a web page', '<!doctype html>\n<p class="x">', 2, 10, 'a quote inside a field'],
  ])('is refused %s', (_, csv, line, column, message) => {
    expect(() => readPairsCsv(csv)).toThrow(corrupt(line, column, message));
  });

  it('is refused when there is nothing in it', () => {
    for (const csv of ['', '\n', '\ufeff']) expect(() => readPairsCsv(csv)).toThrow(/empty/);
    expect(readPairsCsv('positive,negative').rows).toEqual([]);
  });

  it('begins with the two texts, for other programs', () => {
    expect(writePairsCsv([]).split('\r\n')[0]).toBe('positive,negative,id,instructionId,split');
  });
});

describe('pairs from JSON lines', () => {
  it('skips blank lines and leaves unknown fields out', () => {
    const { rows, notices } = readPairsJsonl(
      '\n{"positive":"a b","negative":"a","__proto__":{"split":"test"},"score":1}\r\n\n',
    );
    expect(rows).toEqual([{ id: OWN_ID, positive: 'a b', negative: 'a' }]);
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
    expect(notices).toEqual([expect.stringContaining('"__proto__", "score"')]);
  });

  it('takes null for a field that is not there', () => {
    const { rows } = readPairsJsonl('{"positive":"a b","negative":"a","id":null,"split":null}');
    expect(rows).toEqual([{ id: OWN_ID, positive: 'a b', negative: 'a' }]);
    expect(() => readPairsJsonl('{"positive":"a b","negative":null}')).toThrow(
      corrupt(1, 'negative', 'is missing'),
    );
  });

  it.each<[defect: string, jsonl: string, line: number, column: number | string, message: string]>([
    ['that is not JSON', '{"positive":"a b","negative":"a"}\n{', 2, 1, 'not valid JSON'],
    ['that is a list', '[1]', 1, 1, 'not a JSON object'],
    ['that is null', 'null', 1, 1, 'not a JSON object'],
    ['without a text', '{"positive":"a"}', 1, 'negative', '"negative" is missing'],
    ['with a number for a text', '\n{"positive":1,"negative":"a"}', 2, 'positive', 'is not a text'],
    ['with an unknown split', '{"positive":"a","negative":"b","split":"toString"}', 1, 'split', '"toString"'],
  ])('refuses a line %s', (_, jsonl, line, column, message) => {
    expect(() => readPairsJsonl(jsonl)).toThrow(corrupt(line, column, message));
  });

  it('survives a line nested a hundred thousand deep', () => {
    expect(() => readPairsJsonl(`{"positive":${'['.repeat(100_000)}`)).toThrow(corrupt(1, 1));
  });
});
