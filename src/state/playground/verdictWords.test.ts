import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startText } from '../../text/text.ts';
import { checkKey } from '../checks/checks.ts';
import type { Verdict } from './lane.ts';
import { noneChosen, shownVerdict, verdictReason } from './verdictWords.ts';

const PART = { word: 'fail', isFinal: true, strict: false, loose: false } as const;
const COMMAS = {
  ...PART,
  id: checkKey({ instructionId: 'punctuation:no_comma', kwargs: {} }),
  title: 'No commas',
  reason: '2 commas',
};
const WORDS = { ...COMMAS, id: checkKey({ instructionId: 'length_constraints:number_words', kwargs: {} }) };
const verdict = (parts: Verdict['parts'], reason: string, word: Verdict['word'] = 'fail'): Verdict => ({
  ...PART,
  word,
  reason,
  parts,
  range: null,
});

describe('a verdict in German', () => {
  beforeAll(() => startText('de'));
  afterEach(() => startText('de'));

  it('says the word in German, and the checker its reason in English', () => {
    expect(shownVerdict({ word: 'fail', isFinal: false })).toBe('bisher nicht bestanden');
    expect(shownVerdict({ word: 'no check', isFinal: false })).toBe('ohne Prüfung');
    expect(verdictReason(verdict([COMMAS], '2 commas'))).toEqual({ words: '', detail: '2 commas' });
  });

  it('names the check that decides', () => {
    const parts = [COMMAS, { ...WORDS, title: 'Number of words', reason: '9 words' }];
    expect(verdictReason(verdict(parts, 'No commas: 2 commas'))).toEqual({
      words: 'Keine Kommas: ',
      detail: '2 commas',
    });
    expect(verdictReason(verdict(parts, 'all 2 checks', 'pass')).words).toBe('alle 2 Prüfungen');
  });

  it('keeps the reason of a text from an earlier visit, whose checks are not looked at yet', () => {
    expect(verdictReason(verdict([], '2 commas')).detail).toBe('2 commas');
    expect(verdictReason(verdict([], 'none is chosen', 'no check')).words).toBe(noneChosen());
    expect(noneChosen()).toBe('keine ist gewählt');
  });
});
