import { describe, expect, it } from 'vitest';
import { MAX_LINE_LENGTH } from '../jsonLines.ts';
import { parseCases } from './cases.ts';

const single = {
  id: 'a/b/c',
  instruction_id: 'punctuation:no_comma',
  kwargs: {},
  prompt: 'p',
  response: 'r',
};
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('reading answers from JSON lines', () => {
  it('takes single cases with expected verdicts', () => {
    const { cases, problems } = parseCases(lines({ ...single, strict: true, loose: true }));
    expect(problems).toEqual([]);
    expect(cases).toEqual([
      {
        line: 1,
        id: 'a/b/c',
        prompt: 'p',
        response: 'r',
        checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
        expected: { strict: [true], loose: [true] },
      },
    ]);
  });

  it("takes IFEval's response files joined with its prompts, where null stands for no arguments", () => {
    const { cases } = parseCases(
      lines({
        key: 1000,
        prompt: 'p',
        instruction_id_list: ['a:b', 'c:d'],
        kwargs: [null, { x: 1 }],
        response: 'r',
      }),
    );
    expect(cases[0]).toEqual({
      line: 1,
      id: '1000',
      prompt: 'p',
      response: 'r',
      checks: [
        { instructionId: 'a:b', kwargs: {} },
        { instructionId: 'c:d', kwargs: { x: 1 } },
      ],
    });
  });

  it('takes what is not there for nothing: arguments, a prompt, a name', () => {
    const { cases } = parseCases(lines({ instruction_id: 'a:b', response: 'r', id: { a: 1 } }));
    expect(cases[0]).toEqual({
      line: 1,
      id: 'line 1',
      response: 'r',
      checks: [{ instructionId: 'a:b', kwargs: {} }],
    });
  });

  it('names a line that is too long to be an answer', () => {
    const long = lines({ ...single, response: 'x'.repeat(MAX_LINE_LENGTH) });
    const { cases, problems } = parseCases(`${long}\n${lines(single)}`);
    expect(cases.map((item) => item.line)).toEqual([2]);
    expect(problems).toEqual([{ line: 1, message: expect.stringContaining('longer than') }]);
  });

  it('skips blank lines, a byte order mark and carriage returns', () => {
    const { cases, problems } = parseCases(`\ufeff${lines(single)}\r\n\n \r\n${lines(single)}\n`);
    expect(cases.map((item) => item.line)).toEqual([1, 4]);
    expect(problems).toEqual([]);
  });

  it('is empty for an empty file', () => {
    expect(parseCases('')).toEqual({ cases: [], problems: [] });
  });

  const BROKEN: [title: string, line: string, message: string][] = [
    ['is cut off', '{"id": 1', 'not valid JSON'],
    ['is no object', '[1]', 'not a JSON object'],
    ['has no response', lines({ ...single, response: null }), 'no text field "response"'],
    ['has no instruction', lines({ response: 'r' }), 'instruction_id'],
    [
      'has too few arguments',
      lines({ response: 'r', instruction_id_list: ['a', 'b'], kwargs: [{}] }),
      'a list of 2',
    ],
    ['has arguments that are no object', lines({ ...single, kwargs: 3 }), 'an object of kwargs'],
    ['has half the verdicts', lines({ ...single, strict: true }), '1 booleans'],
  ];
  for (const [title, line, message] of BROKEN) {
    it(`names the line that ${title} and reads the rest`, () => {
      const { cases, problems } = parseCases(`${lines(single)}\n${line}\n${lines(single)}`);
      expect(cases.map((item) => item.line)).toEqual([1, 3]);
      expect(problems).toHaveLength(1);
      expect(problems[0]!.line).toBe(2);
      expect(problems[0]!.message).toContain('Line 2');
      expect(problems[0]!.message).toContain(message);
    });
  }
});
