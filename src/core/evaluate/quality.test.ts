import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsonLines } from './generations.ts';
import { JUDGE_CONTROLS, judgeReliability } from './judgeControl.ts';
import { type Judgement, joinJudgements, parseJudgements, summariseQuality } from './quality.ts';
import { QUALITY_QUESTIONS } from './questions.ts';
import { anyText } from './testing.ts';

const judgement = (parts: Partial<Judgement> = {}): Judgement => ({
  id: 'french/0/plain',
  prompt: 'Why?',
  condition: 'plain',
  answer: 'Because.',
  questionId: 'coherent',
  question: 'Does the answer make sense?',
  pYes: null,
  judge: null,
  ...parts,
});

describe('a summary of judgements', () => {
  it('has the mean of each condition and question, of what was judged', () => {
    const summary = summariseQuality([
      judgement({ condition: 'steered', pYes: 0.2 }),
      judgement({ condition: 'plain', pYes: 0.9 }),
      judgement({ condition: 'plain', pYes: 0.7 }),
      judgement({ condition: 'plain', questionId: 'correct', pYes: 0.2 }),
      judgement({ condition: 'plain', questionId: 'correct' }),
    ]);
    expect(summary).toMatchObject([
      {
        condition: 'plain',
        judged: 3,
        shareYes: 2 / 3,
        byQuestion: [
          { questionId: 'coherent', judged: 2, meanYes: 0.8 },
          { questionId: 'correct', judged: 1, meanYes: 0.2 },
        ],
      },
      {
        condition: 'steered',
        judged: 1,
        meanYes: 0.2,
        shareYes: 0,
        byQuestion: [
          { questionId: 'coherent', judged: 1 },
          { questionId: 'correct', judged: 0, meanYes: null },
        ],
      },
    ]);
    expect(summary[0]!.meanYes).toBeCloseTo(0.6, 12);
  });

  it('of nothing judged has no means', () => {
    expect(summariseQuality([judgement()])).toMatchObject([{ judged: 0, meanYes: null, shareYes: null }]);
    expect(summariseQuality([])).toEqual([]);
  });
});

describe('a file that a judge filled in', () => {
  const line = (parts: object) => JSON.stringify({ ...judgement(), judge: 'someone', ...parts });

  it.each([
    [{ pYes: 0.25 }, 0.25],
    [{ pYes: 0 }, 0],
    [{ verdict: 'yes' }, 1],
    [{ verdict: ' No ' }, 0],
    [{ verdict: 'yes', pYes: 0.1 }, 1],
  ])('with %j: %d', (parts, pYes) => {
    expect(parseJudgements(line(parts))).toMatchObject({
      judgements: [{ line: 1, id: 'french/0/plain', questionId: 'coherent', pYes, judge: 'someone' }],
      problems: [],
    });
  });

  it.each([
    ['not filled in', line({}), 'it needs "pYes", a number from 0 to 1'],
    ['a probability above 1', line({ pYes: 1.5 }), 'it needs "pYes"'],
    ['a verdict that is neither', line({ verdict: 'perhaps' }), '"verdict" should be "yes" or "no"'],
    ['no judge', line({ pYes: 1, judge: null }), '"judge" should name who judged'],
    ['no id', line({ pYes: 1, id: 3 }), '"id" should be a text'],
    ['no question', line({ pYes: 1, questionId: undefined }), '"questionId" should be a text'],
    ['no JSON', 'yes', 'it is not valid JSON'],
  ])('%s: names the line', (_, bad, message) => {
    const { judgements, problems } = parseJudgements(`${line({ pYes: 1 })}\n${bad}`);
    expect(judgements).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain(`Line 2 cannot be read: ${message}`);
  });

  it('survives the way out and back', () => {
    const values = fc.record({
      answer: anyText,
      pYes: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), (list) => {
        const asked = list.map(({ answer }, i) => judgement({ id: String(i), answer }));
        const filled = asked.map((each, i) => ({ ...each, pYes: list[i]!.pYes, judge: 'someone' }));
        const { judgements } = parseJudgements(toJsonLines(filled));
        const { judgements: joined, problems } = joinJudgements(asked, judgements);
        expect(problems).toEqual([]);
        // JSON has no negative zero
        expect(joined).toEqual(filled.map((each) => ({ ...each, pYes: each.pYes + 0 })));
      }),
    );
  });

  it('need not repeat the answer', () => {
    const { judgements } = parseJudgements(line({ pYes: 0.3, answer: undefined }));
    expect(judgements[0]!.answer).toBeNull();
    expect(joinJudgements([judgement()], judgements)).toMatchObject({ joined: 1, problems: [] });
  });

  it('is matched by answer and question; what belongs nowhere is named', () => {
    const asked = [judgement(), judgement({ questionId: 'correct' })];
    const { judgements } = parseJudgements(
      [
        line({ pYes: 0.3 }),
        line({ pYes: 0.6 }),
        line({ questionId: 'elsewhere', pYes: 1 }),
        line({ questionId: 'correct', pYes: 1, answer: 'Another one.' }),
      ].join('\n'),
    );
    const result = joinJudgements(asked, judgements);
    expect(result.judgements.map(({ pYes, judge }) => [pYes, judge])).toEqual([
      [0.6, 'someone'],
      [null, null],
    ]);
    expect(result.joined).toBe(1);
    expect(result.problems.map(({ line }) => line)).toEqual([3, 4]);
    expect(result.problems[1]!.message).toContain('its answer is not the one');
  });
});

describe('the test of a judge', () => {
  const values = (good: number | null, bad: number | null) => [{ pYes: good }, { pYes: bad }] as const;

  it.each([
    ['right about both', [values(0.9, 0.1)], 2, 1],
    ['always yes', [values(0.9, 0.9), values(0.8, 0.7)], 2, 1],
    ['the wrong way round', [values(0.1, 0.9)], 0, 0],
    ['undecided, or not judged', [values(0.5, 0.5), values(null, null)], 0, 0],
  ])('%s', (_, judgements, right, ranked) => {
    expect(judgeReliability(judgements)).toEqual({
      right,
      answers: 2 * judgements.length,
      ranked,
      pairs: judgements.length,
    });
  });

  it('asks questions that there are, about answers that differ', () => {
    const known = QUALITY_QUESTIONS.format.map(({ id }) => id);
    for (const { questionId, good, bad } of JUDGE_CONTROLS) {
      expect(known).toContain(questionId);
      expect(good).not.toBe(bad);
    }
    expect(JUDGE_CONTROLS).toHaveLength(10);
  });
});
