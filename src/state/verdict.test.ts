import { beforeAll, describe, expect, it } from 'vitest';
import { loadLanguages } from '../core/ifeval/index.ts';
import { appendTokens, breakLane, EMPTY_LANE, finishLane, restartLane } from './lane.ts';
import { laneResult, PRESET } from './testValues.ts';
import { verdictFor } from './verdict.ts';

const noCommas = { instructionId: 'punctuation:no_comma', kwargs: {} };
const waiting = restartLane(EMPTY_LANE, 'superseded');
const streaming = (text: string) => appendTokens(waiting, [text], 0);
const done = (text: string) => finishLane(waiting, laneResult(text));

describe('verdictFor', () => {
  beforeAll(loadLanguages);

  it('is nothing for a lane without text, or one that broke', () => {
    expect(verdictFor(EMPTY_LANE, noCommas, '', true)).toBeNull();
    expect(verdictFor(breakLane(waiting, 'failed'), noCommas, '', true)).toBeNull();
  });

  it('is undecided before the first token', () => {
    expect(verdictFor(waiting, noCommas, '', true)).toMatchObject({ word: 'undecided', isFinal: false });
  });

  it('can pass so far, fail for good while streaming, and has both readings at the end', () => {
    expect(verdictFor(streaming('no marks'), noCommas, '', true)).toMatchObject({
      word: 'pass',
      isFinal: false,
    });
    expect(verdictFor(streaming('one, two'), noCommas, '', true)).toMatchObject({
      word: 'fail',
      isFinal: true,
      strict: null,
    });
    expect(verdictFor(done('no marks'), noCommas, '', true)).toMatchObject({
      word: 'pass',
      isFinal: true,
      strict: true,
      loose: true,
    });
  });

  it('tells the language of a finished text', () => {
    const french = done(
      'Les feuilles changent de couleur parce que la lumière devient plus faible en automne.',
    );
    expect(verdictFor(french, PRESET.check, '', true)?.word).toBe('pass');
  });

  it('does not judge the greyed text that a restart is about to replace', () => {
    const again = restartLane(done('one, two'), 'superseded');
    expect(verdictFor(again, noCommas, '', true)?.word).toBe('undecided');
  });

  it('says so when there is no check, or the check itself is wrong', () => {
    expect(verdictFor(done('text'), null, '', true)).toMatchObject({ word: 'no check', strict: null });
    const unknown = { instructionId: 'no:such_check', kwargs: {} };
    expect(verdictFor(done('text'), unknown, '', true)).toMatchObject({ word: 'no check' });
  });

  it('keeps an earlier verdict and decides nothing while the checkers have no data', () => {
    const judged = { ...done('texte'), verdict: verdictFor(done('no marks'), noCommas, '', true) };
    expect(verdictFor(judged, PRESET.check, '', false)?.word).toBe('pass');
    expect(verdictFor(streaming('texte'), PRESET.check, '', false)?.word).toBe('undecided');
  });
});
