import { beforeAll, describe, expect, it } from 'vitest';
import { loadLanguages } from '../../core/ifeval/index.ts';
import { laneResult, PRESET, tokens } from '../testValues.ts';
import { appendTokens, breakLane, EMPTY_LANE, finishLane, restartLane } from './lane.ts';
import { verdictFor } from './verdict.ts';

const noCommas = { instructionId: 'punctuation:no_comma', kwargs: {} };
const atLeastThreeWords = {
  instructionId: 'length_constraints:number_words',
  kwargs: { relation: 'at least', num_words: 3 },
};
const french = PRESET.check ? [PRESET.check] : [];
const waiting = restartLane(EMPTY_LANE, 'superseded');
const streaming = (text: string) => appendTokens(waiting, tokens(text), 0);
const done = (text: string) => finishLane(waiting, laneResult(text));

describe('verdictFor', () => {
  beforeAll(loadLanguages);

  it('is nothing for a lane without text, or one that broke', () => {
    expect(verdictFor(EMPTY_LANE, [noCommas], '', true)).toBeNull();
    expect(verdictFor(breakLane(waiting, 'failed'), [noCommas], '', true)).toBeNull();
  });

  it('is undecided before the first token', () => {
    expect(verdictFor(waiting, [noCommas], '', true)).toMatchObject({ word: 'undecided', isFinal: false });
  });

  it('can pass so far, fail for good while streaming, and has both readings at the end', () => {
    expect(verdictFor(streaming('no marks'), [noCommas], '', true)).toMatchObject({
      word: 'pass',
      isFinal: false,
    });
    expect(verdictFor(streaming('one, two'), [noCommas], '', true)).toMatchObject({
      word: 'fail',
      isFinal: true,
      strict: null,
    });
    expect(verdictFor(done('no marks'), [noCommas], '', true)).toMatchObject({
      word: 'pass',
      isFinal: true,
      strict: true,
      loose: true,
    });
  });

  it('tells the language of a finished text', () => {
    const answer = done(
      'Les feuilles changent de couleur parce que la lumière devient plus faible en automne.',
    );
    expect(verdictFor(answer, french, '', true)?.word).toBe('pass');
  });

  it('does not judge the greyed text that a restart is about to replace', () => {
    const again = restartLane(done('one, two'), 'superseded');
    expect(verdictFor(again, [noCommas], '', true)?.word).toBe('undecided');
  });

  it('says so when there is no check, or the check itself is wrong', () => {
    expect(verdictFor(done('text'), [], '', true)).toMatchObject({ word: 'no check', strict: null });
    const unknown = { instructionId: 'no:such_check', kwargs: {} };
    expect(verdictFor(done('text'), [unknown], '', true)).toMatchObject({ word: 'no check' });
  });

  it('keeps an earlier verdict and decides nothing while the checkers have no data', () => {
    const judged = { ...done('texte'), verdict: verdictFor(done('no marks'), [noCommas], '', true) };
    expect(verdictFor(judged, french, '', false)?.word).toBe('pass');
    expect(verdictFor(streaming('texte'), french, '', false)?.word).toBe('undecided');
  });

  it('points to the place that the reason speaks of', () => {
    expect(verdictFor(streaming('one, two'), [noCommas], '', true)?.range).toEqual([3, 4]);
    expect(verdictFor(done('one two'), [noCommas], '', true)?.range).toBeNull();
  });
});

describe('several checks on one answer', () => {
  beforeAll(loadLanguages);
  const both = [noCommas, atLeastThreeWords];

  it('pass when all do, in both readings', () => {
    const verdict = verdictFor(done('one two three'), both, '', true);
    expect(verdict).toMatchObject({ word: 'pass', isFinal: true, strict: true, loose: true });
    expect(verdict?.reason).toBe('all 2 checks');
  });

  it('fail for good with the first that does, which gives reason and place', () => {
    expect(verdictFor(streaming('one, two'), both, '', true)).toMatchObject({
      word: 'fail',
      isFinal: true,
      reason: expect.stringMatching(/^No commas: /),
      range: [3, 4],
    });
    expect(verdictFor(done('one two'), both, '', true)).toMatchObject({
      word: 'fail',
      reason: expect.stringMatching(/^Number of words: /),
      strict: false,
      loose: false,
    });
  });

  it('are provisional while one of them is', () => {
    expect(verdictFor(streaming('one two three'), both, '', true)).toMatchObject({
      word: 'pass',
      isFinal: false,
      strict: null,
    });
  });

  it('keep the verdict of each, in their order', () => {
    const parts = verdictFor(done('one, two'), both, '', true)?.parts;
    expect(parts?.map(({ title, strict }) => [title, strict])).toEqual([
      ['No commas', false],
      ['Number of words', false],
    ]);
  });

  it('are no check while one cannot be used, unless another fails for good', () => {
    const withUnknown = [{ instructionId: 'no:such_check', kwargs: {} }, noCommas];
    expect(verdictFor(done('text'), withUnknown, '', true)).toMatchObject({ word: 'no check', strict: null });
    expect(verdictFor(done('one, two'), withUnknown, '', true)).toMatchObject({ word: 'fail', strict: null });
  });
});
