import { describe, expect, it } from 'vitest';
import { checkAll, combineVerdicts, type LiveVerdict } from './index.ts';

const noComma = { instructionId: 'punctuation:no_comma', kwargs: {} };
const twoWords = {
  instructionId: 'length_constraints:number_words',
  kwargs: { relation: 'at least', num_words: 2 },
};

describe('several checks on one answer', () => {
  it('pass together only when each passes', () => {
    expect(checkAll([noComma, twoWords], 'a b')).toMatchObject({ strict: true, loose: true });
    expect(checkAll([noComma, twoWords], 'a, b')).toMatchObject({
      strict: false,
      results: [{ strict: false }, { strict: true }],
    });
    expect(checkAll([noComma, twoWords], 'Well, so\nb c')).toMatchObject({ strict: false, loose: true });
    expect(checkAll([noComma, twoWords], 'a,')).toMatchObject({ strict: false, loose: false });
    expect(checkAll([], 'a')).toEqual({ strict: true, loose: true, results: [] });
  });
});

describe('one verdict of several', () => {
  const verdict = (state: LiveVerdict['state'], final: boolean): LiveVerdict => ({
    state,
    final,
    reason: `${state} ${final}`,
  });
  const combined = (...verdicts: [LiveVerdict, ...LiveVerdict[]]) => {
    const { state, final } = combineVerdicts(verdicts);
    return [state, final];
  };

  it('fails for good as soon as one does', () => {
    expect(combined(verdict('undecided', false), verdict('fail', true))).toEqual(['fail', true]);
  });

  it('passes for good when all do', () => {
    expect(combined(verdict('pass', true), verdict('pass', true))).toEqual(['pass', true]);
    expect(combined(verdict('pass', true), verdict('pass', false))).toEqual(['pass', false]);
  });

  it('gives the reason of the one that holds it up', () => {
    const reason = (...verdicts: [LiveVerdict, ...LiveVerdict[]]) => combineVerdicts(verdicts).reason;
    expect(reason(verdict('pass', true), verdict('pass', false))).toBe('pass false');
    expect(reason(verdict('pass', false), verdict('undecided', false))).toBe('undecided false');
    expect(reason({ ...verdict('pass', true), reason: 'first' }, verdict('pass', true))).toBe('first');
  });

  it('is the worst of the provisional ones', () => {
    expect(combined(verdict('pass', false), verdict('undecided', false))).toEqual(['undecided', false]);
    expect(combined(verdict('undecided', false), verdict('fail', false))).toEqual(['fail', false]);
    expect(combined(verdict('fail', false), verdict('fail', true))).toEqual(['fail', true]);
  });
});
