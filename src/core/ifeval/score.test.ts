import { describe, expect, it } from 'vitest';
import { applyBars, parseBars } from './agreement.ts';
import type { CheckCase } from './cases.ts';
import { scoreCases } from './score.ts';

const noComma = { instructionId: 'punctuation:no_comma', kwargs: {} };
const twoWords = {
  instructionId: 'length_constraints:number_words',
  kwargs: { relation: 'at least', num_words: 2 },
};

const answer = (
  line: number,
  response: string,
  checks: CheckCase['checks'],
  rest: Partial<CheckCase> = {},
): CheckCase => ({
  line,
  id: `t/k/${line}`,
  response,
  checks,
  ...rest,
});

describe('scores', () => {
  it('count a prompt only when all its instructions are followed', () => {
    const score = scoreCases([answer(1, 'a, b', [noComma, twoWords]), answer(2, 'a b', [noComma, twoWords])]);
    expect(score.prompts.strict).toMatchObject({ passed: 1, total: 2 });
    expect(score.instructions.strict).toMatchObject({ passed: 3, total: 4 });
    expect(score.byType.map((type) => [type.instructionId, type.strict.value])).toEqual([
      ['length_constraints:number_words', 1],
      ['punctuation:no_comma', 0.5],
    ]);
  });

  it('count strict and loose apart', () => {
    const score = scoreCases([answer(1, 'Well, here it is:\nno commas', [noComma])]);
    expect([score.prompts.strict.passed, score.prompts.loose.passed]).toEqual([0, 1]);
  });

  it('leave out cases that cannot be scored and name their lines', () => {
    const bad = answer(2, 'a', [{ instructionId: 'x:y', kwargs: {} }]);
    const score = scoreCases([answer(1, 'a', [noComma]), bad], [{ line: 3, message: 'Line 3' }]);
    expect(score.prompts.strict.total).toBe(1);
    expect(score.problems.map((problem) => problem.line)).toEqual([2, 3]);
    expect(score.problems[0]!.message).toMatch(/^Line 2 cannot be scored: There is no check "x:y"/);
  });

  it('list every verdict that differs from the expected one', () => {
    const score = scoreCases([
      answer(1, 'a,', [noComma], { expected: { strict: [true], loose: [false] } }),
      answer(2, 'a', [noComma], { expected: { strict: [true], loose: [true] } }),
    ]);
    expect(score.disagreements).toEqual([
      {
        line: 1,
        id: 't/k/1',
        instructionId: noComma.instructionId,
        mode: 'strict',
        expected: true,
        found: false,
        detail: 'a comma',
      },
    ]);
    expect(score.agreement).toHaveLength(1);
    expect(score.agreement[0]).toMatchObject({
      kind: 'k',
      strict: { passed: 1, total: 2 },
      loose: { passed: 2 },
    });
  });

  it('take an id that names no kind as one kind', () => {
    const plain = { id: '1000', expected: { strict: [true], loose: [true] } };
    const score = scoreCases([answer(1, 'a', [noComma], plain), answer(2, 'a, b', [noComma], plain)]);
    expect(score.agreement).toMatchObject([{ kind: '', strict: { passed: 1, total: 2 } }]);
  });

  it('of nothing are empty', () => {
    const score = scoreCases([]);
    expect(score.prompts.strict).toMatchObject({ total: 0, interval: [0, 1] });
    expect(score.agreement).toEqual([]);
  });
});

describe('bars for agreement', () => {
  const wrong = (id: string) =>
    answer(1, 'a', [noComma], { id, expected: { strict: [false], loose: [true] } });
  const right = (id: string) =>
    answer(1, 'a', [noComma], { id, expected: { strict: [true], loose: [true] } });
  const bars = parseBars('{"bars": [{"instruction_id": "punctuation:*", "kind": "hard*", "min": 0.5}]}');

  it('pool the kinds that they name', () => {
    const { agreement } = scoreCases([wrong('t/hard/1'), right('t/hard+x/2')]);
    expect(applyBars(agreement, bars)).toEqual([
      expect.objectContaining({ kind: 'hard*', strict: 0.5, loose: 1, total: 2, reached: true }),
    ]);
  });

  it('ask for full agreement where none is named', () => {
    const { agreement } = scoreCases([right('t/hard/1'), wrong('t/plain/2')]);
    expect(applyBars(agreement, bars).map((result) => [result.kind, result.reached])).toEqual([
      ['hard*', true],
      ['*', false],
    ]);
  });

  it('in a malformed file end in a typed error', () => {
    for (const text of [
      '{',
      '{}',
      '{"bars": []}',
      '{"bars": [{"instruction_id": "a", "kind": "b", "min": 2}]}',
      '{"bars": [null]}',
    ]) {
      expect(() => parseBars(text)).toThrowError(expect.objectContaining({ code: 'file_corrupt' }));
    }
  });
});
